namespace Ass.MLNet;

/// <summary>Finds the images of a folder and the label that belongs to each.</summary>
internal static class SegmentationFiles
{
    private const int MostNamed = 5;

    private static readonly string[] ImageExtensions = [".jpg", ".jpeg", ".png", ".bmp"];

    // Lossy files cannot hold ids.
    private static readonly string[] LabelExtensions = [".png", ".bmp"];

    /// <summary>Images with their labels, paired by relative path without suffix and extension, in ordinal order of that path.</summary>
    /// <param name="set">Names the data set in errors.</param>
    /// <param name="images">The image folder; subfolders count.</param>
    /// <param name="labels">The label folder, or <see langword="null"/> for unlabelled images.</param>
    /// <param name="imageSuffix">What names of images end in before the extension; other files are passed over.</param>
    /// <param name="labelSuffix">The same for labels.</param>
    /// <exception cref="DirectoryNotFoundException">A folder is missing.</exception>
    /// <exception cref="FileNotFoundException">There is no image, or an image or a label has no partner.</exception>
    public static IReadOnlyList<SegmentationSample> Pair(string set, string images, string? labels, string imageSuffix = "", string labelSuffix = "")
    {
        var imageFiles = Find(set, "image", images, imageSuffix, ImageExtensions);
        if (imageFiles.Count == 0)
        {
            throw new FileNotFoundException($"{set}: no image ({Patterns(imageSuffix, ImageExtensions)}) in '{Path.GetFullPath(images)}'.");
        }

        if (labels is null)
        {
            return [.. imageFiles.Select(image => new SegmentationSample(image.Key, image.Value, null))];
        }

        var labelFiles = Find(set, "label", labels, labelSuffix, LabelExtensions);
        string[] problems =
        [
            .. WithoutPartner("image", imageFiles, "label", labelFiles, labels, Patterns(labelSuffix, LabelExtensions)),
            .. WithoutPartner("label", labelFiles, "image", imageFiles, images, Patterns(imageSuffix, ImageExtensions)),
        ];
        return problems.Length == 0
            ? [.. imageFiles.Select(image => new SegmentationSample(image.Key, image.Value, labelFiles[image.Key]))]
            : throw new FileNotFoundException($"{set}: {string.Join(" ", problems)}");
    }

    /// <summary>Samples that a list names, checked to be there, in ordinal order of their stems.</summary>
    /// <exception cref="FileNotFoundException">There is no sample, or a file is missing: the error names the first ones.</exception>
    /// <exception cref="InvalidOperationException">Two samples have the same stem, or a label file cannot hold ids.</exception>
    public static IReadOnlyList<SegmentationSample> Listed(string set, string listFile, IReadOnlyCollection<SegmentationSample> samples)
    {
        string list = $"{set}: the list '{Path.GetFullPath(listFile)}'";
        if (samples.Count == 0)
        {
            throw new FileNotFoundException($"{list} names no image.");
        }

        string[] missing = [.. samples.SelectMany(sample => new[] { sample.ImagePath, sample.LabelPath }).OfType<string>().Where(path => !File.Exists(path))];
        if (missing.Length > 0)
        {
            throw new FileNotFoundException($"{list} names {missing.Length} files that do not exist: {FirstFew(missing)}.");
        }

        if (samples.FirstOrDefault(sample => sample.LabelPath is { } path && !HasExtension(path, LabelExtensions)) is { } lossy)
        {
            throw new InvalidOperationException($"{list} names the label '{lossy.LabelPath}'; labels must be {string.Join(" or ", LabelExtensions)} files.");
        }

        return samples.CountBy(sample => sample.Stem).Where(count => count.Value > 1).Select(count => count.Key).ToArray() is { Length: > 0 } twice
            ? throw new InvalidOperationException($"{list} names images more than once: {FirstFew(twice)}.")
            : [.. samples.OrderBy(sample => sample.Stem, StringComparer.Ordinal)];
    }

    /// <summary>The lines of a list file that are not empty, trimmed.</summary>
    /// <exception cref="FileNotFoundException">The file is missing; <paramref name="what"/> says in the error what it is.</exception>
    public static IEnumerable<string> ReadLines(string listFile, string what)
        => File.Exists(listFile)
            ? File.ReadLines(listFile).Select(line => line.Trim()).Where(line => line.Length > 0)
            : throw new FileNotFoundException($"{what} '{Path.GetFullPath(listFile)}' does not exist.", listFile);

    /// <summary>Whether a folder or its subfolders hold a label file whose name ends in a suffix before the extension.</summary>
    public static bool HasLabels(string folder, string suffix) => Pictures(folder, LabelExtensions).Any(path => StemOf(path).EndsWith(suffix, StringComparison.Ordinal));

    /// <summary>A path as listed by people or by this class, without the extension of a picture and with forward slashes.</summary>
    public static string StemOf(string path)
    {
        path = path.Replace('\\', '/');
        return HasExtension(path, ImageExtensions) ? Path.ChangeExtension(path, null) : path;
    }

    /// <summary>The first few names, for an error message.</summary>
    public static string FirstFew(IReadOnlyCollection<string> names)
        => string.Join(", ", names.Take(MostNamed).Select(name => $"'{name}'")) + (names.Count > MostNamed ? $" and {names.Count - MostNamed} more" : "");

    private static SortedDictionary<string, string> Find(string set, string kind, string folder, string suffix, string[] extensions)
    {
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"{set}: the {kind} folder '{Path.GetFullPath(folder)}' does not exist.");
        }

        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string path in Pictures(folder, extensions))
        {
            string stem = StemOf(Path.GetRelativePath(folder, path));
            if (!stem.EndsWith(suffix, StringComparison.Ordinal))
            {
                continue;
            }

            stem = stem[..^suffix.Length];
            if (!files.TryAdd(stem, path))
            {
                throw new InvalidOperationException(
                    $"{set}: two {kind} files share the name '{stem}': '{Path.GetFileName(files[stem])}' and '{Path.GetFileName(path)}' in '{Path.GetFullPath(folder)}'.");
            }
        }

        return files;
    }

    private static IEnumerable<string> Pictures(string folder, string[] extensions)
        => Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true }).Where(path => HasExtension(path, extensions));

    private static bool HasExtension(string path, string[] extensions) => extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    private static string Patterns(string suffix, string[] extensions) => string.Join(", ", extensions.Select(extension => suffix + extension));

    private static IEnumerable<string> WithoutPartner(
        string kind, SortedDictionary<string, string> files, string partner, SortedDictionary<string, string> partners, string folder, string patterns)
    {
        string[] alone = [.. files.Where(file => !partners.ContainsKey(file.Key)).Select(file => file.Value)];
        return alone.Length == 0
            ? []
            : [$"{alone.Length} of {files.Count} {kind} files have no {partner}: {FirstFew(alone)}; looked for the same name ({patterns}) in '{Path.GetFullPath(folder)}'."];
    }
}
