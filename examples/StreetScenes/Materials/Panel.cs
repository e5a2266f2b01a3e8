namespace StreetScenes;

/// <summary>What is drawn on a sign.</summary>
internal enum PanelMarks
{
    /// <summary>Lines of writing.</summary>
    Writing,

    /// <summary>A figure, such as an arrow or a child.</summary>
    Figure,

    /// <summary>A level bar.</summary>
    Bar,

    /// <summary>A picture of many colours, as on posters.</summary>
    Picture,
}

/// <summary>The face of a sign or poster: a border around a ground on which there are marks.</summary>
/// <param name="ground">Colour of the ground.</param>
/// <param name="border">Colour of the border.</param>
/// <param name="ink">Colour of the marks.</param>
/// <param name="marks">What is drawn.</param>
/// <param name="seed">Which marks.</param>
internal sealed class Panel(Rgb ground, Rgb border, Rgb ink, PanelMarks marks, int seed) : Material
{
    /// <summary>Width and height in the face's coordinates, which begin at 0; null for a disc, whose coordinates go from −1 to 1.</summary>
    public (float Width, float Height)? Size { get; init; }

    /// <summary>Width of the border in the face's coordinates.</summary>
    public required float Edge { get; init; }

    public override void Shade(in Hit hit, ref Look look)
    {
        float u,
            v,
            inset;
        if (Size is var (width, height))
        {
            (u, v) = ((hit.U / width * 2) - 1, (hit.V / height * 2) - 1);
            inset = MathF.Min(MathF.Min(hit.U, width - hit.U), MathF.Min(hit.V, height - hit.V));
        }
        else
        {
            (u, v) = (hit.U, hit.V);
            inset = 1 - MathF.Sqrt((u * u) + (v * v));
        }

        look.Albedo = inset < Edge ? border : Inside(u, v);
        look.Gloss = 0.1f;
    }

    private Rgb Inside(float u, float v)
    {
        switch (marks)
        {
            case PanelMarks.Bar:
                return MathF.Abs(u) < 0.62f && MathF.Abs(v) < 0.16f ? ink : ground;
            case PanelMarks.Figure:
                float blob = Noise.Cloud((u * 13) + (seed * 3), (v * 10) + seed) - (1.3f * ((u * u) + (v * v)));
                return MathF.Abs(u) < 0.55f && MathF.Abs(v) < 0.6f && blob > -0.3f ? ink : ground;
            case PanelMarks.Picture:
                float tone = Noise.Cloud((u * 16) + seed, (v * 16) - seed),
                    other = Noise.Cloud((u * 9) - seed, (v * 9) + seed);
                return Rgb.Lerp(ground, ink, Math.Clamp(0.5f + tone, 0, 1)) * new Rgb(1 + (0.4f * other), 1, 1 - (0.4f * other));
            default:
                float line = (v + 1) * 2.2f,
                    row = MathF.Floor(line),
                    rest = line - row;
                float end = 0.3f + (0.45f * MathF.Abs(Noise.Cell((int)row + seed, 4)));
                bool letter = Noise.Grain((u * 14) + seed, (row * 7) + (rest > 0.5f ? 1 : 0)) > -0.35f;
                return rest is > 0.25f and < 0.75f && MathF.Abs(u) < end && letter ? ink : ground;
        }
    }
}
