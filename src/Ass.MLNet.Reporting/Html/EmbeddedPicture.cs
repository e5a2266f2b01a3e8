using SkiaSharp;

namespace Ass.MLNet.Reporting;

/// <summary>Picture files as data URLs: as they are where they are small, else no wider than a screen and as JPEG, so that a page stays light.</summary>
internal static class EmbeddedPicture
{
    private const int LargestFile = 400_000;
    private const int Widest = 1800;
    private const int Quality = 88;

    // 400 MB of pixels.
    private const long MostPixels = 100_000_000;

    /// <exception cref="InvalidDataException">The file is no picture, or one of more than 100 million pixels.</exception>
    public static string ToDataUrl(string path)
    {
        using var codec = SKCodec.Create(path) ?? throw new InvalidDataException($"'{path}' is damaged or not a picture.");
        if ((long)codec.Info.Width * codec.Info.Height > MostPixels)
        {
            throw new InvalidDataException($"'{path}' has {codec.Info.Width}×{codec.Info.Height} pixels; pictures of a report have at most {MostPixels:N0}.");
        }

        string? type = codec.EncodedFormat switch
        {
            SKEncodedImageFormat.Png => "png",
            SKEncodedImageFormat.Jpeg => "jpeg",
            _ => null,
        };
        return type is not null && codec.Info.Width <= Widest && new FileInfo(path).Length <= LargestFile
            ? DataUrl(type, File.ReadAllBytes(path))
            : DataUrl("jpeg", Encode(codec, path));
    }

    private static byte[] Encode(SKCodec codec, string path)
    {
        using var bitmap = SKBitmap.Decode(codec) ?? throw new InvalidDataException($"'{path}' is damaged or not a picture.");
        double scale = Math.Min(1, (double)Widest / bitmap.Width);
        var size = new SKImageInfo((int)Math.Round(bitmap.Width * scale), Math.Max(1, (int)Math.Round(bitmap.Height * scale)), bitmap.ColorType, bitmap.AlphaType);
        using var resized = scale < 1 ? bitmap.Resize(size, new SKSamplingOptions(SKCubicResampler.Mitchell)) : null;
        using var jpeg = (resized ?? bitmap).Encode(SKEncodedImageFormat.Jpeg, Quality);
        return jpeg.ToArray();
    }

    private static string DataUrl(string type, byte[] bytes) => $"data:image/{type};base64,{Convert.ToBase64String(bytes)}";
}
