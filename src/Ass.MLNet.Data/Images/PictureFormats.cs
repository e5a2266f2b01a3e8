namespace Ass.MLNet;

/// <summary>The endings of the files that are taken for images and for labels where a folder is searched.</summary>
/// <remarks>What a file is, its content decides: a JPEG is no label under any name. Upper and lower case are the same.</remarks>
public static class PictureFormats
{
    /// <summary>Image files: <c>.jpg</c>, <c>.jpeg</c>, <c>.jfif</c>, <c>.png</c>, <c>.bmp</c>, <c>.webp</c>, <c>.tif</c>, <c>.tiff</c>,
    /// <c>.gif</c>.</summary>
    public static IReadOnlyList<string> ImageExtensions { get; } =
        Array.AsReadOnly([".jpg", ".jpeg", ".jfif", ".png", ".bmp", ".webp", ".tif", ".tiff", ".gif"]);

    /// <summary>Label files, whose formats keep every value: <c>.png</c>, <c>.bmp</c>, <c>.tif</c>, <c>.tiff</c>, <c>.webp</c> (without
    /// loss).</summary>
    public static IReadOnlyList<string> LabelExtensions { get; } = Array.AsReadOnly([".png", ".bmp", ".tif", ".tiff", ".webp"]);

    /// <summary>Whether a path ends as an image file does.</summary>
    public static bool IsImage(string path) => Ends(path, ImageExtensions);

    /// <summary>Whether a path ends as a label file does.</summary>
    public static bool IsLabel(string path) => Ends(path, LabelExtensions);

    private static bool Ends(string path, IReadOnlyList<string> extensions) =>
        extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);
}
