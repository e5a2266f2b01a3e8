using Microsoft.ML.Data;
using SkiaSharp;

namespace Ass.MLNet.Images;

/// <summary>Draws images and text with SkiaSharp, ML.NET's own image library.</summary>
internal static class DrawnImage
{
    public static readonly SKColor Ink = new(0xFF1F2328);

    public static readonly SKColor Background = SKColors.White;

    /// <summary>Creates an opaque image; the caller disposes of it.</summary>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="draw">Draws on a canvas filled with <see cref="Background"/>.</param>
    public static MLImage Create(int width, int height, Action<SKCanvas> draw)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Bgra8888, SKAlphaType.Opaque));
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(Background);
            draw(canvas);
        }

        return MLImage.CreateFromPixels(width, height, MLPixelFormat.Bgra32, bitmap.GetPixelSpan());
    }

    /// <summary>Copies an image to a position, unscaled.</summary>
    public static void DrawImage(this SKCanvas canvas, MLImage image, int x, int y)
    {
        using var pixels = CopyPixels(image);
        canvas.DrawImage(pixels, x, y);
    }

    /// <summary>Draws an image scaled to a rectangle, with smooth interpolation.</summary>
    public static void DrawScaled(this SKCanvas canvas, MLImage image, SKRect place)
    {
        using var pixels = CopyPixels(image);
        canvas.DrawImage(pixels, place, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
    }

    /// <summary>Writes an image as PNG to a stream; <see cref="MLImage"/> itself can save only to named files.</summary>
    public static void WritePng(this MLImage image, Stream stream)
    {
        using var pixels = CopyPixels(image);
        using var png = pixels.Encode(SKEncodedImageFormat.Png, 100);
        png.SaveTo(stream);
    }

    /// <summary>Draws one line of text.</summary>
    /// <param name="canvas">The canvas.</param>
    /// <param name="font">A font of <see cref="PictureFont"/>.</param>
    /// <param name="text">The text; it is truncated to <paramref name="room"/>.</param>
    /// <param name="x">The left edge, in pixels.</param>
    /// <param name="middle">The vertical centre of the capital letters, in pixels.</param>
    /// <param name="room">The available width in pixels.</param>
    public static void DrawLine(this SKCanvas canvas, SKFont font, string text, float x, float middle, float room)
    {
        using var paint = new SKPaint { Color = Ink, IsAntialias = true };
        canvas.DrawText(PictureFont.Fit(font, text, room), x, middle + (font.Metrics.CapHeight / 2), font, paint);
    }

    private static SKImage CopyPixels(MLImage image)
    {
        var order = image.PixelFormat == MLPixelFormat.Rgba32 ? SKColorType.Rgba8888 : SKColorType.Bgra8888;
        return SKImage.FromPixelCopy(new SKImageInfo(image.Width, image.Height, order, SKAlphaType.Opaque), image.Pixels);
    }
}
