using Ass.MLNet.Images;
using SkiaSharp;

namespace Ass.MLNet.Reporting.Html;

/// <summary>Converts image files to data URLs: small files unchanged, others as JPEG no wider than a screen, to keep pages small.</summary>
internal static class EmbeddedPicture
{
    private const int LargestFile = 400_000;
    private const int Widest = 1800;
    private const int Quality = 88;

    // 400 MB of pixels.
    private const long MostPixels = 100_000_000;

    /// <exception cref="InvalidDataException">The file is not an image, or has more than 100 million pixels.</exception>
    public static string ToDataUrl(string path)
    {
        using var codec = SKCodec.Create(path) ?? throw new InvalidDataException($"'{path}' is damaged or not a picture.");
        if ((long)codec.Info.Width * codec.Info.Height > MostPixels)
        {
            throw new InvalidDataException(
                $"'{path}' has {codec.Info.Width}×{codec.Info.Height} pixels; pictures of a report have at most {MostPixels:N0}."
            );
        }

        string? type = codec.EncodedFormat switch
        {
            SKEncodedImageFormat.Png => "png",
            SKEncodedImageFormat.Jpeg => "jpeg",
            _ => null,
        };
        return type is not null && codec.Info.Width <= Widest && new FileInfo(path).Length <= LargestFile
            ? DataUrl(type, File.ReadAllBytes(path))
            : DataUrl("jpeg", Encode(path));
    }

    /// <remarks>Applies the EXIF orientation, as browsers do for files embedded unchanged.</remarks>
    private static byte[] Encode(string path)
    {
        using var image = ImageFile.Read(path);
        double scale = Math.Min(1, (double)Widest / image.Width);
        var size = new SKSizeI((int)Math.Round(image.Width * scale), Math.Max(1, (int)Math.Round(image.Height * scale)));
        using var scaled = DrawnImage.Create(size.Width, size.Height, canvas => canvas.DrawScaled(image, SKRect.Create(size)));
        using var pixels = SKImage.FromPixelCopy(
            new SKImageInfo(size.Width, size.Height, SKColorType.Bgra8888, SKAlphaType.Opaque),
            scaled.Pixels
        );
        using var jpeg = pixels.Encode(SKEncodedImageFormat.Jpeg, Quality);
        return jpeg.ToArray();
    }

    private static string DataUrl(string type, byte[] bytes) => $"data:image/{type};base64,{Convert.ToBase64String(bytes)}";
}
