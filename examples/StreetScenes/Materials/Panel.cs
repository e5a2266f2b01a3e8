namespace StreetScenes;

/// <summary>The face of a sign or poster: a border around a ground on which there are marks. Coordinates go from −1 to 1, or over the given size.</summary>
/// <param name="ground">Colour of the ground.</param>
/// <param name="border">Colour of the border.</param>
/// <param name="mark">Colour of the marks.</param>
/// <param name="round">Whether the border is a circle around 0; otherwise a rectangle from 0 to width and height.</param>
/// <param name="width">Width in the face's coordinates.</param>
/// <param name="height">Height in the face's coordinates.</param>
/// <param name="edge">Width of the border.</param>
/// <param name="seed">Which marks.</param>
internal sealed class Panel(Rgb ground, Rgb border, Rgb mark, bool round, float width, float height, float edge, int seed) : Material
{
    public override void Shade(in Hit hit, ref Look look)
    {
        float inset = round
            ? 1 - MathF.Sqrt((hit.U * hit.U) + (hit.V * hit.V))
            : MathF.Min(MathF.Min(hit.U, width - hit.U), MathF.Min(hit.V, height - hit.V));
        float u = round ? hit.U + 1 : hit.U / width * 2, v = round ? hit.V + 1 : hit.V / height * 2;
        bool marked = inset > edge * 2 && Noise.Grain((u * 3.5f) + seed, MathF.Floor(v * 4) * 5) + (0.4f * Noise.Grain(u * 9, (v * 6) + seed)) > 0.25f;
        look.Albedo = inset < edge ? border : marked ? mark : ground;
        look.Gloss = 0.1f;
    }
}
