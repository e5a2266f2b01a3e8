namespace Ass.MLNet.Datasets;

/// <summary>Describes the contents of folders, for errors about missing files.</summary>
internal static class FolderSummary
{
    /// <summary>Describes the nearest existing folder above a missing path, in a sentence.</summary>
    public static string Near(string missing)
    {
        string? folder = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(missing)));
        while (folder is not null && !Directory.Exists(folder))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder is null ? "Nothing above it exists either." : $"'{folder}' {Of(folder)}.";
    }

    /// <summary>Describes the direct contents of a folder: <c>holds the folders 'train', 'val' and 3 files (2 .png, 1 .txt; the first is
    /// 'a.png')</c>.</summary>
    public static string Of(string folder)
    {
        string[] folders,
            files;
        try
        {
            folders = [.. Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
            files = [.. Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "cannot be listed";
        }

        string[] parts =
        [
            .. folders.Length == 0
                ? Array.Empty<string>()
                : [$"the {(folders.Length == 1 ? "folder" : "folders")} {SegmentationFiles.FirstFew(folders)}"],
            .. files.Length == 0
                ? Array.Empty<string>()
                : [$"{files.Length} {(files.Length == 1 ? "file" : "files")} ({Extensions(files)}; the first is '{files[0]}')"],
        ];
        return parts.Length == 0 ? "is empty" : "holds " + string.Join(" and ", parts);
    }

    /// <summary>Counts files by extension: <c>10 .tif, 2 .txt</c>.</summary>
    public static string Extensions(IEnumerable<string> files) =>
        string.Join(
            ", ",
            files
                .CountBy(file => Path.GetExtension(file) is { Length: > 0 } extension ? extension : "without an ending")
                .OrderByDescending(count => count.Value)
                .ThenBy(count => count.Key, StringComparer.Ordinal)
                .Select(count => $"{count.Value} {count.Key}")
        );
}
