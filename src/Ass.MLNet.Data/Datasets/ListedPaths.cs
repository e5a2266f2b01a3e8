namespace Ass.MLNet.Datasets;

/// <summary>Finds listed files, even if the path has a leading slash although it is below the root, uses backslashes, or differs in Unicode
/// normalisation.</summary>
/// <param name="root">The base folder of the paths.</param>
internal sealed class ListedPaths(string root)
{
    private readonly Dictionary<string, Dictionary<string, string>> _folders = [];

    /// <summary>The path of the file; if it does not exist, the path where it was expected.</summary>
    public string Find(string listed)
    {
        string path = Path.Combine(root, listed);
        if (File.Exists(path))
        {
            return path;
        }

        path = Path.Combine(root, listed.Replace('\\', '/'));
        string below = Path.Combine(root, Below(listed));
        path = File.Exists(path) || (Path.IsPathRooted(path) && Directory.Exists(Path.GetDirectoryName(path))) ? path : below;
        return File.Exists(path) ? path : InAnotherForm(path);
    }

    /// <summary>A listed name without a leading slash.</summary>
    public static string Below(string listed) => listed.Replace('\\', '/').TrimStart('/');

    private string InAnotherForm(string path)
    {
        string folder = Path.GetDirectoryName(path)!;
        if (!_folders.TryGetValue(folder, out var names))
        {
            names = [];
            foreach (string file in Directory.Exists(folder) ? Directory.EnumerateFiles(folder) : [])
            {
                names.TryAdd(PictureFolder.Composed(Path.GetFileName(file)), file);
            }

            _folders.Add(folder, names);
        }

        return names.GetValueOrDefault(PictureFolder.Composed(Path.GetFileName(path)), path);
    }
}
