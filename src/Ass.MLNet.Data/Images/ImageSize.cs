namespace Ass.MLNet;

/// <summary>A width and a height in pixels.</summary>
/// <param name="Width">Pixels across, at least 1.</param>
/// <param name="Height">Pixels down, at least 1.</param>
public readonly record struct ImageSize(int Width, int Height)
{
    /// <summary>Width and height as people write them, for instance <c>1280x720</c>.</summary>
    public override string ToString() => $"{Width}x{Height}";
}
