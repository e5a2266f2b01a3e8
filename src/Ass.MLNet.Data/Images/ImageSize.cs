namespace Ass.MLNet;

/// <summary>A width and a height in pixels.</summary>
/// <param name="Width">The width in pixels, at least 1.</param>
/// <param name="Height">The height in pixels, at least 1.</param>
public readonly record struct ImageSize(int Width, int Height)
{
    /// <summary>The size in the usual notation, for instance <c>1280x720</c>.</summary>
    public override string ToString() => $"{Width}x{Height}";
}
