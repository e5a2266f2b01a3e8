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
    public static IEnumerable<string> ReadLines(string listFile, string what) => Clean(Read(listFile, what), Name(listFile, what));

    /// <summary>Returns the names in each line; see <see cref="Split"/>.</summary>
    /// <param name="listFile">The file.</param>
    /// <param name="what">Its description in errors.</param>
    /// <param name="isFile">Says whether a name is that of a file.</param>
    /// <inheritdoc cref="ReadLines"/>
    public static IEnumerable<string[]> ReadNames(string listFile, string what, Func<string, bool> isFile) =>
        Clean(Read(listFile, what), Name(listFile, what), keepTab: true).Select(line => Split(line, isFile));

    private static string Name(string listFile, string what) => $"{what} '{Path.GetFullPath(listFile)}'";

    private static IEnumerable<string> Read(string listFile, string what)
    {
        if (!File.Exists(listFile))
        {
            throw new FileNotFoundException($"{Name(listFile, what)} does not exist. {FolderSummary.Near(listFile)}", listFile);
        }

        return File.ReadLines(listFile);
    }

    /// <summary>Trims lines, and skips those that are empty or start with <c>#</c>.</summary>
    /// <param name="lines">The lines of a file.</param>
    /// <param name="what">The file in errors.</param>
    /// <param name="keepTab">Whether lines that end in a tab keep it.</param>
    /// <exception cref="InvalidDataException">The file is not in UTF-8 or UTF-16.</exception>
    public static IEnumerable<string> Clean(IEnumerable<string> lines, string what, bool keepTab = false)
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
                line = line.StartsWith(Here + "#", StringComparison.Ordinal) ? line[Here.Length..] : line;
                yield return keepTab && raw.AsSpan(raw.AsSpan().TrimEnd().Length).Contains('\t') ? line + '\t' : line;
            }
        }
    }

    /// <summary>Splits a line into names: at tabs if there are any (names may then contain spaces), otherwise at spaces, unless the line is
    /// the name of a file. A tab at the end is behind a name that stands alone, unless the line is a pair of files.</summary>
    private static string[] Split(string line, Func<string, bool> isFile)
    {
        string name = line.TrimEnd('\t');
        string[] parts = name.Split(
            name.Contains('\t') ? '\t' : ' ',
            StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
        );
        if (name.Contains('\t') || parts.Length == 1)
        {
            return parts;
        }

        bool arePair = parts.Length == 2 && parts.All(isFile);
        bool isOne = line.Length > name.Length ? !arePair || isFile(name) : !arePair && isFile(name);
        return isOne ? [name] : parts;
    }

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
