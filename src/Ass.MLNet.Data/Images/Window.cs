namespace Ass.MLNet.Images;

/// <summary>A rectangle on a resized picture; it may reach beyond its edges.</summary>
internal readonly record struct Window(int X, int Y, int Width, int Height);
