using SkiaSharp;

namespace QuickStart.Scenes;

/// <summary>A person who walks or stands.</summary>
/// <param name="x">Position across the street.</param>
/// <param name="z">Position along the street.</param>
/// <param name="style">The domain.</param>
/// <param name="random">Draws size, pose and clothes.</param>
internal sealed class Pedestrian(float x, float z, SceneStyle style, Random random) : IStreetObject
{
    private readonly float _height = random.Chance(0.12f) ? random.In(1.1f, 1.4f) : random.In(1.58f, 1.9f);
    private readonly float _breadth = random.In(0.85f, 1.25f);
    private readonly float _stride = random.Chance(0.7f) ? random.In(0.08f, 0.2f) : 0.02f;
    private readonly SKColor _coat = random.Near(random.Pick(style.Palette.Clothes), 0.15f);
    private readonly SKColor _trousers = random.Near(random.Pick(style.Palette.Clothes), 0.15f).Scale(0.7f);
    private readonly SKColor _skin = random.Pick(ScenePalette.Skin);
    private readonly SKColor _hair = random.Pick(ScenePalette.Hair);
    private readonly bool _long = random.Chance(0.3f);
    private readonly int _bag = random.Next(3);
    private readonly float _turn = random.Sign();

    public float Across => x;

    public float Distance => z;

    public void CastShadow(ShadowMap shadows)
    {
        shadows.AddBox(x - 0.2f, z - 0.15f, x + 0.2f, z + 0.15f, 0, _height);
        shadows.AddContact(x - 0.4f, z - 0.4f, x + 0.4f, z + 0.4f, 0.5f);
    }

    public void Draw(ScenePainter painter)
    {
        // Drawn 1 high and scaled to the person's size.
        Surface surface = Surface.Facing(x, z) with { U = System.Numerics.Vector3.UnitX * _height, V = System.Numerics.Vector3.UnitY * _height };
        float shoulder = 0.125f * _breadth, hip = 0.09f * _breadth;
        Part(painter, surface, _trousers.Scale(0.8f), -hip, 0.5f, 0, 0.5f, -_stride + 0.035f, 0.03f, -_stride - 0.04f, 0.03f);
        Part(painter, surface, _trousers, 0, 0.5f, hip, 0.5f, _stride + 0.04f, 0, _stride - 0.035f, 0);
        Part(painter, surface, _hair.Scale(0.5f), _stride - 0.04f, 0.025f, _stride + 0.06f, 0.025f, _stride + 0.07f, 0, _stride - 0.04f, 0);
        if (_bag == 1)
        {
            float side = _turn * shoulder;
            Part(painter, surface, _trousers.Scale(1.4f), side - 0.05f, 0.62f, side + 0.05f, 0.62f, side + 0.06f, 0.45f, side - 0.06f, 0.45f);
        }

        float hem = _long ? 0.32f : 0.46f;
        Part(painter, surface, _coat, -shoulder, 0.8f, -0.04f, 0.85f, 0.04f, 0.85f, shoulder, 0.8f, hip * 1.15f, hem, -hip * 1.15f, hem);
        Arm(painter, surface, -1, shoulder);
        Arm(painter, surface, 1, shoulder);

        using SKPath head = Shapes.Circle(0, 0.92f, 0.068f);
        painter.Fill(surface, head, StreetClass.Person, _skin);
        using SKPath hair = Shapes.Polygon(-0.068f, 0.9f, -0.066f, 0.95f, -0.03f, 0.99f, 0.03f, 0.99f, 0.066f, 0.95f, 0.068f, 0.9f, _turn * 0.02f, 0.945f);
        painter.Fill(surface, hair, StreetClass.Person, _hair);
    }

    private void Arm(ScenePainter painter, Surface surface, int side, float shoulder)
    {
        float top = side * shoulder * 0.85f, hand = (side * shoulder * 1.15f) + (_stride * _turn * 0.4f);
        Part(painter, surface, _coat.Scale(0.82f), top - 0.03f, 0.8f, top + 0.03f, 0.8f, hand + 0.028f, 0.47f, hand - 0.028f, 0.47f);
        using SKPath fist = Shapes.Circle(hand, 0.455f, 0.026f);
        painter.Fill(surface, fist, StreetClass.Person, _skin);
    }

    private static void Part(ScenePainter painter, Surface surface, SKColor colour, params ReadOnlySpan<float> corners)
    {
        using SKPath part = Shapes.Polygon(corners);
        painter.Fill(surface, part, StreetClass.Person, colour);
    }
}
