namespace Ass.MLNet;

/// <summary>The file extensions that count as images and as labels when a folder is searched.</summary>
/// <remarks>The actual format is detected from the content: a JPEG is never a label, whatever its name. Extensions are
/// case-insensitive.</remarks>
public static class PictureFormats
{
    /// <summary>Image files: <c>.jpg</c>, <c>.jpeg</c>, <c>.jfif</c>, <c>.png</c>, <c>.bmp</c>, <c>.webp</c>, <c>.tif</c>, <c>.tiff</c>,
    /// <c>.gif</c>.</summary>
    public static IReadOnlyList<string> ImageExtensions { get; } =
        Array.AsReadOnly([".jpg", ".jpeg", ".jfif", ".png", ".bmp", ".webp", ".tif", ".tiff", ".gif"]);

    /// <summary>Label files, in formats that preserve every value: <c>.png</c>, <c>.bmp</c>, <c>.tif</c>, <c>.tiff</c>, <c>.webp</c>
    /// (lossless).</summary>
    public static IReadOnlyList<string> LabelExtensions { get; } = Array.AsReadOnly([".png", ".bmp", ".tif", ".tiff", ".webp"]);

    /// <summary>Whether a path has an image file's extension.</summary>
    public static bool IsImage(string path) => Ends(path, ImageExtensions);

    /// <summary>Whether a path has a label file's extension.</summary>
    public static bool IsLabel(string path) => Ends(path, LabelExtensions);

    private static bool Ends(string path, IReadOnlyList<string> extensions) =>
        extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);
}
