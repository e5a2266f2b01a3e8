namespace Ass.MLNet.Images;

/// <summary>A rectangle on a resized image; it may extend beyond the edges.</summary>
internal readonly record struct Window(int X, int Y, int Width, int Height)
{
    /// <summary>Whether a pixel lies in it.</summary>
    public bool Contains(int x, int y) => x >= X && x < X + Width && y >= Y && y < Y + Height;
}
