namespace Ass.MLNet.Images;

/// <summary>The pixels of a PNG image that are stored together as rows: all of them, or a lattice.</summary>
/// <param name="X">The column of the first pixel.</param>
/// <param name="Y">The row of the first pixel.</param>
/// <param name="StepX">The number of columns from one pixel to the next.</param>
/// <param name="StepY">The number of rows from one pixel to the next.</param>
internal readonly record struct PngPass(int X, int Y, int StepX, int StepY)
{
    /// <summary>The single pass of a non-interlaced image.</summary>
    public static IReadOnlyList<PngPass> Whole { get; } = [new(0, 0, 1, 1)];

    /// <summary>The seven passes of an interlaced image.</summary>
    public static IReadOnlyList<PngPass> Adam7 { get; } =
    [new(0, 0, 8, 8), new(4, 0, 8, 8), new(0, 4, 4, 8), new(2, 0, 4, 4), new(0, 2, 2, 4), new(1, 0, 2, 2), new(0, 1, 1, 2)];

    /// <summary>The width and height of the pass; either is 0 if a small image has no pixels in it.</summary>
    public (int Width, int Height) Size(PngHeader header) =>
        ((header.Width - X + StepX - 1) / StepX, (header.Height - Y + StepY - 1) / StepY);
}
