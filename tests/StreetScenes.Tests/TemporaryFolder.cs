namespace StreetScenes.Tests;

/// <summary>A folder that is removed at the end of a test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("street-scenes-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    public string At(string relative) => Path.Combine(_root, relative);

    /// <summary>The files of a folder, relative to it, in order.</summary>
    public IReadOnlyList<string> Files(string folder) =>
        [
            .. Directory
                .EnumerateFiles(At(folder), "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(At(folder), path).Replace('\\', '/'))
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>Writes a text file, in a folder that is made where it is missing.</summary>
    public void Write(string relative, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(relative))!);
        File.WriteAllText(At(relative), text);
    }
}
