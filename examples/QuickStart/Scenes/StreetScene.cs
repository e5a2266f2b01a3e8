using SkiaSharp;

namespace QuickStart.Scenes;

/// <summary>One rendered picture and what each of its pixels shows. Owns <paramref name="Image"/>: dispose the scene after use.</summary>
/// <param name="Image">The picture, BGRA, 8 bits a channel, opaque.</param>
/// <param name="Labels">Train ids (<see cref="StreetClass"/>), row-major, one byte a pixel.</param>
/// <param name="Width">Width of both, in pixels.</param>
/// <param name="Height">Height of both, in pixels.</param>
internal sealed record StreetScene(SKBitmap Image, byte[] Labels, int Width, int Height) : IDisposable
{
    public void Dispose() => Image.Dispose();
}
