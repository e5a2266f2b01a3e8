using System.Text;
using SkiaSharp;

namespace StreetScenes;

/// <summary>Writes files beside their place first, so that what is there is whole.</summary>
internal static class SceneFiles
{
    /// <summary>Stronger compression takes longer than rendering, for 3 % of the size: sensor noise does not compress.</summary>
    private const int CompressionLevel = 1;

    public static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        // Another extension than a picture's, lest a data set finds what was cut off.
        string partial = $"{path}.{Environment.ProcessId}.partial";
        try
        {
            File.WriteAllBytes(partial, bytes);
            File.Move(partial, path, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    public static unsafe ReadOnlySpan<byte> EncodePng(StreetScene scene)
    {
        var info = new SKImageInfo(scene.Width, scene.Height, SKColorType.Bgra8888, SKAlphaType.Opaque);
        fixed (byte* pixels = scene.Pixels)
        {
            using var pixmap = new SKPixmap(info, (nint)pixels);
            using SKData png = pixmap.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.Sub, CompressionLevel))
                ?? throw new InvalidOperationException("The scene could not be encoded as PNG.");
            return png.ToArray();
        }
    }
}
