namespace StreetScenes;

/// <summary>Upright boards side by side; u along, v up, in metres.</summary>
internal sealed class Boards(Rgb colour, float width, int seed) : Material
{
    public override void Shade(in Hit hit, ref Look look)
    {
        int board = (int)MathF.Floor(hit.U / width);
        float gap = Pattern.Repeat(hit.U, width, 0, 0.015f, hit.FootprintU);
        float grain = Noise.Cloud((hit.U * 60) + (board * 17), hit.V * 6);
        look.Albedo = colour * ((1 + (0.16f * Noise.Cell(board, seed)) + (0.14f * grain)) * (1 - (0.6f * gap)));
    }
}
