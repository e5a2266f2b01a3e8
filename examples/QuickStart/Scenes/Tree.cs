using SkiaSharp;

namespace QuickStart.Scenes;

/// <summary>How trees grow in a domain.</summary>
/// <param name="Tufts">Number of round tufts in a crown.</param>
/// <param name="TuftRadius">Radius of a tuft as a share of the crown's.</param>
/// <param name="Dabs">Number of leaf specks on each tuft.</param>
internal sealed record CrownShape(int Tufts, Interval TuftRadius, int Dabs)
{
    /// <summary>Round, closed crowns with few details.</summary>
    public static readonly CrownShape Tidy = new(9, (0.45f, 0.6f), 0);

    /// <summary>Loose crowns of many small tufts, through which the background shows.</summary>
    public static readonly CrownShape Ragged = new(26, (0.17f, 0.36f), 5);
}

/// <summary>A tree, or a bush where <paramref name="trunk"/> is 0.</summary>
/// <param name="x">Position across the street.</param>
/// <param name="z">Position along the street.</param>
/// <param name="trunk">Height of the trunk below the crown.</param>
/// <param name="width">Radius of the crown.</param>
/// <param name="height">Half the crown's height.</param>
/// <param name="style">The domain.</param>
/// <param name="random">Draws colour and crown.</param>
internal sealed class Tree(float x, float z, float trunk, float width, float height, SceneStyle style, Random random) : IStreetObject
{
    // Specks of trees farther away than this are smaller than a pixel.
    private const float DabsVisible = 25;

    private static readonly SKColor Bark = new(0xFF5A4636);

    private readonly SKColor _leaves = random.Near(random.Pick(style.Palette.Leaves), 0.12f);
    private readonly bool _conifer = trunk > 0 && random.Chance(0.08f);
    private readonly int _seed = random.Next();

    public float Across => x;

    public float Distance => z;

    public void CastShadow(ShadowMap shadows)
    {
        float side = width * 0.7f;
        shadows.AddBox(x - side, z - side, x + side, z + side, trunk + (height * 0.3f), trunk + (height * 1.7f));
        shadows.AddBox(x - 0.15f, z - 0.15f, x + 0.15f, z + 0.15f, 0, trunk);
        shadows.AddContact(x - width, z - width, x + width, z + width, trunk > 0 ? 0.15f : 0.4f);
    }

    public void Draw(ScenePainter painter)
    {
        Surface surface = Surface.Facing(x, z);
        if (trunk > 0)
        {
            float half = 0.06f + (width * 0.06f);
            using SKPath stem = Shapes.Polygon(-half * 1.3f, 0, half * 1.3f, 0, half * 0.8f, trunk + height, -half * 0.8f, trunk + height);
            painter.Fill(surface, stem, StreetClass.Vegetation, Bark);
        }

        if (_conifer)
        {
            DrawConifer(painter, surface);
        }
        else
        {
            DrawCrown(painter, surface);
        }
    }

    private void DrawConifer(ScenePainter painter, Surface surface)
    {
        float bottom = trunk * 0.5f, step = height * 2 / 4;
        for (int tier = 0; tier < 4; tier++)
        {
            float half = width * (1 - (tier * 0.2f)), y = bottom + (tier * step);
            using SKPath branches = Shapes.Polygon(-half, y, half, y, 0, y + (step * 1.8f));
            painter.Fill(surface, branches, StreetClass.Vegetation, _leaves.Scale(0.65f + (tier * 0.1f)));
        }
    }

    private void DrawCrown(ScenePainter painter, Surface surface)
    {
        var random = new Random(_seed);
        CrownShape shape = style.Crowns;
        var tufts = new List<(float X, float Y, float R)>(shape.Tufts);
        using var outline = new SKPath();
        for (int i = 0; i < shape.Tufts; i++)
        {
            float angle = random.In(0f, MathF.Tau), reach = MathF.Pow(random.NextSingle(), 0.7f);
            float r = MathF.Min(width, height) * random.In(shape.TuftRadius);
            float tx = MathF.Cos(angle) * reach * MathF.Max(0, width - r), ty = trunk + height + (MathF.Sin(angle) * reach * MathF.Max(0, height - r));
            ty = MathF.Max(ty, r * 0.5f);
            tufts.Add((tx, ty, r));
            outline.AddBlob(tx, ty, r);
        }

        painter.Fill(surface, outline, StreetClass.Vegetation, _leaves.Scale(0.7f));

        // Lower tufts are in the shade of upper ones; the specks stay inside their tuft, so the outline is the label's.
        float lightX = MathF.Sign(painter.Light.ToSun.X) * 0.25f;
        bool near = painter.Camera.Depth(surface.Origin) < DabsVisible;
        using SKPath bright = new(), dark = new();
        foreach ((float tx, float ty, float r) in tufts)
        {
            bright.AddBlob(tx + (lightX * r), ty + (0.25f * r), r * 0.6f);
            for (int i = 0; i < (near ? shape.Dabs : 0); i++)
            {
                float angle = random.In(0f, MathF.Tau), reach = random.In(0f, 0.75f) * r;
                (random.Chance(0.5f) ? bright : dark).AddBlob(tx + (MathF.Cos(angle) * reach), ty + (MathF.Sin(angle) * reach), r * random.In(0.1f, 0.22f));
            }
        }

        painter.Detail(surface, bright, _leaves);
        painter.Detail(surface, dark, _leaves.Scale(0.5f));
    }
}
