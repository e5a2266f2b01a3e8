namespace Ass.MLNet.Datasets;

/// <summary>Text files that list images, or pairs of image and label, one per line.</summary>
internal static class ListFile
{
    // Stands before a name that begins with #, which would be a comment.
    private const string Here = "./";

    /// <summary>The line of a list that names a file.</summary>
    public static string Line(string name) => name.StartsWith('#') ? Here + name : name;

    /// <summary>Returns the trimmed lines that are not empty and do not start with <c>#</c>.</summary>
    /// <exception cref="FileNotFoundException">The file is missing; <paramref name="what"/> describes it in the message.</exception>
    /// <exception cref="InvalidDataException">The file is not in UTF-8 or UTF-16.</exception>
    public static IEnumerable<string> ReadLines(string listFile, string what)
    {
        if (!File.Exists(listFile))
        {
            throw new FileNotFoundException(
                $"{what} '{Path.GetFullPath(listFile)}' does not exist. {FolderSummary.Near(listFile)}",
                listFile
            );
        }

        return Clean(File.ReadLines(listFile), $"{what} '{Path.GetFullPath(listFile)}'");
    }

    /// <summary>Trims lines, and skips those that are empty or start with <c>#</c>.</summary>
    /// <param name="lines">The lines of a file.</param>
    /// <param name="what">The file in errors.</param>
    /// <exception cref="InvalidDataException">The file is not in UTF-8 or UTF-16.</exception>
    public static IEnumerable<string> Clean(IEnumerable<string> lines, string what)
    {
        foreach (string raw in lines)
        {
            string line = raw.Trim().TrimStart('\uFEFF');
            if (line.Contains('\uFFFD') || line.Contains('\0'))
            {
                throw new InvalidDataException(
                    $"{what} has the line '{line.Replace('\0', '?')}', which is no text in UTF-8: " + "save it in that encoding."
                );
            }

            if (line.Length > 0 && line[0] != '#')
            {
                yield return line.StartsWith(Here + "#", StringComparison.Ordinal) ? line[Here.Length..] : line;
            }
        }
    }

    /// <summary>Splits a line into names: at tabs if there are any (names may then contain spaces), otherwise at spaces.</summary>
    public static string[] Split(string line) =>
        line.Split(line.Contains('\t') ? '\t' : ' ', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Checks that the listed samples exist, and returns them in ordinal order of their stems.</summary>
    /// <exception cref="FileNotFoundException">There is no sample, or files are missing; the message names the first ones.</exception>
    /// <exception cref="InvalidOperationException">Two samples have the same stem, or a label file cannot store ids.</exception>
    public static IReadOnlyList<SegmentationSample> Check(string set, string listFile, IReadOnlyCollection<SegmentationSample> samples)
    {
        string list = $"{set}: the list '{Path.GetFullPath(listFile)}'";
        if (samples.Count == 0)
        {
            throw new FileNotFoundException($"{list} names no image.");
        }

        string[] missing =
        [
            .. samples
                .SelectMany(sample => new[] { sample.ImagePath, sample.LabelPath })
                .OfType<string>()
                .Where(path => !File.Exists(path)),
        ];
        if (missing.Length > 0)
        {
            string folder = Path.GetDirectoryName(Path.GetFullPath(missing[0]))!;
            throw new FileNotFoundException(
                $"{list} names {missing.Length} files that do not exist: {SegmentationFiles.FirstFew(missing)}. "
                    + (Directory.Exists(folder) ? $"'{folder}' {FolderSummary.Of(folder)}." : FolderSummary.Near(folder))
            );
        }

        if (samples.FirstOrDefault(sample => sample.LabelPath is { } path && !PictureFormats.IsLabel(path)) is { } lossy)
        {
            throw new InvalidOperationException(
                $"{list} names the label '{lossy.LabelPath}'; labels must be {string.Join(" or ", PictureFormats.LabelExtensions)} files."
            );
        }

        return
            samples.CountBy(sample => sample.Stem).Where(count => count.Value > 1).Select(count => count.Key).ToArray()
                is { Length: > 0 } twice
            ? throw new InvalidOperationException($"{list} names images more than once: {SegmentationFiles.FirstFew(twice)}.")
            : [.. samples.OrderBy(sample => sample.Stem, StringComparer.Ordinal)];
    }
}
