using SkiaSharp;

namespace QuickStart.Scenes;

/// <summary>What a pole carries.</summary>
internal enum PoleKind
{
    StreetLight,
    Sign,
    TrafficLight,
    Bollard,
}

/// <summary>A street light, sign, traffic light or bollard at the kerb.</summary>
/// <param name="kind">What it carries.</param>
/// <param name="x">Position across the street.</param>
/// <param name="z">Position along the street.</param>
/// <param name="towardsRoad">+1 if the road is to the right of it, −1 if to the left.</param>
/// <param name="style">The domain.</param>
/// <param name="random">Draws size, colour and sign.</param>
internal sealed class Pole(PoleKind kind, float x, float z, int towardsRoad, SceneStyle style, Random random) : IStreetObject
{
    private readonly SKColor _metal = random.Near(random.Pick(style.Palette.Poles), 0.1f);
    private readonly float _half = kind == PoleKind.StreetLight ? random.In(0.08f, 0.12f) : random.In(0.05f, 0.075f);
    private readonly int _sign = random.Next(4);
    private readonly float _height = kind switch
    {
        PoleKind.StreetLight => random.In(5.5f, 8.5f),
        PoleKind.Sign => random.In(2.3f, 3f),
        PoleKind.TrafficLight => random.In(2.8f, 3.4f),
        _ => random.In(0.85f, 1.05f),
    };

    public float Across => x;

    public float Distance => z;

    public void CastShadow(ShadowMap shadows)
    {
        shadows.AddBox(x - _half, z - _half, x + _half, z + _half, 0, _height);
        shadows.AddContact(x - (_half * 3), z - (_half * 3), x + (_half * 3), z + (_half * 3), 0.4f);
    }

    public void Draw(ScenePainter painter)
    {
        Surface surface = Surface.Facing(x, z);
        using SKPath post = Shapes.Polygon(-_half * 1.3f, 0, _half * 1.3f, 0, _half * 0.8f, _height, -_half * 0.8f, _height);
        painter.Fill(surface, post, StreetClass.Pole, _metal);
        using SKPath edge = Shapes.Polygon(_half * 0.4f, 0, _half * 1.3f, 0, _half * 0.8f, _height, _half * 0.3f, _height);
        painter.Detail(surface, edge, _metal.Scale(0.65f));
        switch (kind)
        {
            case PoleKind.StreetLight:
                DrawLamp(painter, surface);
                break;
            case PoleKind.Sign:
                DrawSign(painter, surface);
                break;
            case PoleKind.TrafficLight:
                DrawTrafficLight(painter, surface);
                break;
        }
    }

    private void DrawLamp(ScenePainter painter, Surface surface)
    {
        float reach = towardsRoad * 1.6f, thick = _half * 0.8f;
        using SKPath arm = Shapes.Polygon(0, _height - thick, reach, _height + 0.3f - thick, reach, _height + 0.3f + thick, 0, _height + thick);
        painter.Fill(surface, arm, StreetClass.Pole, _metal);
        using SKPath head = Shapes.Polygon(
            reach - (towardsRoad * 0.3f), _height + 0.2f, reach + (towardsRoad * 0.5f), _height + 0.25f, reach + (towardsRoad * 0.4f), _height + 0.45f, reach - (towardsRoad * 0.2f), _height + 0.45f);
        painter.Fill(surface, head, StreetClass.Pole, _metal.Scale(0.8f));
    }

    private void DrawSign(ScenePainter painter, Surface surface)
    {
        SKColor red = new(0xFFC81E1E), blue = new(0xFF1C50B0), white = new(0xFFF0F0F0), yellow = new(0xFFF0C020);
        float y = _height;
        (SKPath plate, SKPath inner, SKColor rim, SKColor face) = _sign switch
        {
            0 => (Shapes.Circle(0, y, 0.36f), Shapes.Circle(0, y, 0.25f), red, white),
            1 => (Shapes.Polygon(-0.42f, y - 0.3f, 0.42f, y - 0.3f, 0, y + 0.42f), Shapes.Polygon(-0.26f, y - 0.2f, 0.26f, y - 0.2f, 0, y + 0.24f), red, white),
            2 => (Shapes.Rectangle(-0.34f, y - 0.34f, 0.34f, y + 0.34f), Shapes.Rectangle(-0.18f, y - 0.22f, 0.18f, y + 0.22f), blue, white),
            _ => (Shapes.Polygon(0, y - 0.42f, 0.42f, y, 0, y + 0.42f, -0.42f, y), Shapes.Polygon(0, y - 0.3f, 0.3f, y, 0, y + 0.3f, -0.3f, y), white, yellow),
        };
        using (plate)
        using (inner)
        {
            painter.Fill(surface, plate, StreetClass.Pole, rim);
            painter.Detail(surface, inner, face);
        }
    }

    private void DrawTrafficLight(ScenePainter painter, Surface surface)
    {
        using SKPath box = Shapes.Rectangle(-0.18f, _height - 0.45f, 0.18f, _height + 0.45f);
        painter.Fill(surface, box, StreetClass.Pole, new SKColor(0xFF202422));
        SKColor[] lamps = [new(0xFF30D060), new(0xFFE8B020), new(0xFFE83028)];
        for (int i = 0; i < lamps.Length; i++)
        {
            using SKPath lamp = Shapes.Circle(0, _height - 0.28f + (i * 0.28f), 0.1f);
            painter.Detail(surface, lamp, i == _sign % 3 ? lamps[i] : lamps[i].Scale(0.25f));
        }
    }
}
