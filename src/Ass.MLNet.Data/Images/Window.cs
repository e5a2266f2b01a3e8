namespace Ass.MLNet.Images;

/// <summary>A rectangle on a resized image; it may extend beyond the edges.</summary>
internal readonly record struct Window(int X, int Y, int Width, int Height);
