namespace Ass.MLNet.Images;

/// <summary>The pixels of a PNG picture that come together as rows: all of them, or a lattice.</summary>
/// <param name="X">Column of the first pixel.</param>
/// <param name="Y">Row of the first pixel.</param>
/// <param name="StepX">Columns from one pixel to the next.</param>
/// <param name="StepY">Rows from one pixel to the next.</param>
internal readonly record struct PngPass(int X, int Y, int StepX, int StepY)
{
    /// <summary>A picture that is not interlaced.</summary>
    public static IReadOnlyList<PngPass> Whole { get; } = [new(0, 0, 1, 1)];

    /// <summary>An interlaced picture.</summary>
    public static IReadOnlyList<PngPass> Adam7 { get; } =
    [new(0, 0, 8, 8), new(4, 0, 8, 8), new(0, 4, 4, 8), new(2, 0, 4, 4), new(0, 2, 2, 4), new(1, 0, 2, 2), new(0, 1, 1, 2)];

    /// <summary>The pass's own width and height; either is 0 where a small picture has no pixel in it.</summary>
    public (int Width, int Height) Size(PngHeader header) =>
        ((header.Width - X + StepX - 1) / StepX, (header.Height - Y + StepY - 1) / StepY);
}
