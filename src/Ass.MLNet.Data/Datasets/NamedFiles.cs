namespace Ass.MLNet.Datasets;

/// <summary>The images or labels of a folder by name: relative path without suffix and extension.</summary>
/// <param name="Kind"><c>image</c> or <c>label</c>.</param>
/// <param name="Folder">The folder.</param>
/// <param name="Suffix">The suffix of the names before the extension.</param>
/// <param name="ByName">Name → path, in ordinal order.</param>
/// <param name="Others">Files with another extension.</param>
/// <param name="WithoutSuffix">The number of files with the extension but without the suffix.</param>
internal sealed record NamedFiles(
    string Kind,
    PictureFolder Folder,
    string Suffix,
    SortedDictionary<string, string> ByName,
    IReadOnlyList<(string Name, string Path)> Others,
    int WithoutSuffix
)
{
    /// <summary>Selects the files of a folder that have one of the extensions and the suffix.</summary>
    /// <exception cref="InvalidOperationException">Two of them have the same name.</exception>
    /// <exception cref="FileNotFoundException">One of them is a broken link.</exception>
    public static NamedFiles Select(string set, string kind, PictureFolder folder, string suffix, IReadOnlyList<string> extensions)
    {
        var byName = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var others = new List<(string Name, string Path)>();
        int without = 0;
        foreach (var file in folder.Files)
        {
            string name = Path.ChangeExtension(file.Name, null);
            if (!Has(file.Name, extensions))
            {
                others.Add(file);
            }
            else if (!name.EndsWith(suffix, StringComparison.Ordinal))
            {
                without++;
            }
            else if (!byName.TryAdd(name[..^suffix.Length], file.Path))
            {
                name = name[..^suffix.Length];
                throw new InvalidOperationException(
                    $"{set}: two {kind} files share the name '{name}': '{Path.GetFileName(byName[name])}' and "
                        + $"'{Path.GetFileName(file.Path)}' in '{Path.GetFullPath(folder.Path)}'. Rename or remove one."
                );
            }
        }

        folder.CheckLinks(path => Has(path, extensions));
        return new NamedFiles(kind, folder, suffix, byName, others, without);
    }

    /// <summary>The names, with suffixes, of all files that have one of the extensions.</summary>
    public static List<string> Stems(PictureFolder folder, IReadOnlyList<string> extensions) =>
        [.. folder.Files.Where(file => Has(file.Name, extensions)).Select(file => Path.ChangeExtension(file.Name, null))];

    private static bool Has(string path, IReadOnlyList<string> extensions) =>
        extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);
}
