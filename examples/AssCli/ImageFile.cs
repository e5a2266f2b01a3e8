using Microsoft.ML.Data;
using SkiaSharp;

namespace AssCli;

/// <summary>Reads images so that a damaged one is noticed.</summary>
internal static class ImageFile
{
    // 400 MB of pixels, more than any camera's picture.
    private const long MostPixels = 100_000_000;

    /// <summary>The whole image; the caller disposes of it.</summary>
    /// <exception cref="InvalidDataException">The file is no picture, is cut off, or is too large.</exception>
    public static MLImage Read(string path)
    {
        using var data = SKData.CreateCopy(File.ReadAllBytes(path));
        using var codec = SKCodec.Create(data) ?? throw new InvalidDataException("it is damaged or not a picture");
        var info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Bgra8888, SKAlphaType.Premul);
        if ((long)info.Width * info.Height > MostPixels)
            throw new InvalidDataException($"it has {info.Width}x{info.Height} pixels, more than {MostPixels:N0}");

        // ML.NET's own reader fills up what is missing of a cut-off file with grey, and says nothing.
        using var bitmap = new SKBitmap(info);
        var result = codec.GetPixels(info, bitmap.GetPixels());
        return result == SKCodecResult.Success
            ? MLImage.CreateFromPixels(info.Width, info.Height, MLPixelFormat.Bgra32, bitmap.GetPixelSpan())
            : throw new InvalidDataException(result == SKCodecResult.IncompleteInput ? "it is cut off" : $"it is damaged ({result})");
    }
}
