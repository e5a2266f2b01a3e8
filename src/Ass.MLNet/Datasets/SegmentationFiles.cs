namespace Ass.MLNet;

/// <summary>Finds the images of a folder and the label that belongs to each.</summary>
internal static class SegmentationFiles
{
    private const int MostNamed = 5;

    private static readonly string[] ImageExtensions = [".jpg", ".jpeg", ".png", ".bmp"];

    // Lossy files cannot hold ids.
    private static readonly string[] LabelExtensions = [".png", ".bmp"];

    /// <summary>Images with their labels, paired by relative path without extension, in ordinal order of that path.</summary>
    /// <param name="set">Names the data set in errors.</param>
    /// <param name="images">The image folder; subfolders count.</param>
    /// <param name="labels">The label folder, or <see langword="null"/> for unlabelled images.</param>
    /// <exception cref="DirectoryNotFoundException">A folder is missing.</exception>
    /// <exception cref="FileNotFoundException">There is no image, or an image or a label has no partner.</exception>
    public static IReadOnlyList<SegmentationSample> Pair(string set, string images, string? labels)
    {
        var imageFiles = Find(set, "image", images, ImageExtensions);
        if (imageFiles.Count == 0)
        {
            throw new FileNotFoundException($"{set}: no image ({string.Join(", ", ImageExtensions)}) in '{Path.GetFullPath(images)}'.");
        }

        if (labels is null)
        {
            return [.. imageFiles.Select(image => new SegmentationSample(image.Key, image.Value, null))];
        }

        var labelFiles = Find(set, "label", labels, LabelExtensions);
        CheckPartners(set, "image", imageFiles, "label", labelFiles, labels, LabelExtensions);
        CheckPartners(set, "label", labelFiles, "image", imageFiles, images, ImageExtensions);
        return [.. imageFiles.Select(image => new SegmentationSample(image.Key, image.Value, labelFiles[image.Key]))];
    }

    /// <summary>A path as listed by people or by this class, without the extension of a picture and with forward slashes.</summary>
    public static string StemOf(string path)
    {
        path = path.Replace('\\', '/');
        return ImageExtensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase) ? Path.ChangeExtension(path, null) : path;
    }

    /// <summary>The first few names, for an error message.</summary>
    public static string FirstFew(IReadOnlyCollection<string> names)
        => string.Join(", ", names.Take(MostNamed).Select(name => $"'{name}'")) + (names.Count > MostNamed ? $" and {names.Count - MostNamed} more" : "");

    private static SortedDictionary<string, string> Find(string set, string kind, string folder, string[] extensions)
    {
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"{set}: the {kind} folder '{Path.GetFullPath(folder)}' does not exist.");
        }

        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string path in Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true }))
        {
            if (!extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
            {
                continue;
            }

            string stem = StemOf(Path.GetRelativePath(folder, path));
            if (!files.TryAdd(stem, path))
            {
                throw new InvalidOperationException(
                    $"{set}: two {kind} files share the name '{stem}': '{Path.GetFileName(files[stem])}' and '{Path.GetFileName(path)}' in '{Path.GetFullPath(folder)}'.");
            }
        }

        return files;
    }

    private static void CheckPartners(
        string set, string kind, SortedDictionary<string, string> files, string partner, SortedDictionary<string, string> partners, string folder, string[] extensions)
    {
        string[] alone = [.. files.Where(file => !partners.ContainsKey(file.Key)).Select(file => file.Value)];
        if (alone.Length > 0)
        {
            throw new FileNotFoundException(
                $"{set}: {alone.Length} of {files.Count} {kind} files have no {partner}: {FirstFew(alone)}. "
                + $"Looked for a file of the same name ({string.Join(", ", extensions)}) in '{Path.GetFullPath(folder)}'.");
        }
    }
}
