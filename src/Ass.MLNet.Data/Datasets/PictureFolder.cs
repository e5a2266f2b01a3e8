using System.Text;
using Ass.MLNet.Files;

namespace Ass.MLNet.Datasets;

/// <summary>The files of a folder and its subfolders, each with its path relative to the folder: forward slashes, Unicode form C.</summary>
/// <remarks>
/// A folder that cannot be listed is an error, since its files would be missing silently. Files and folders that start with a dot are
/// skipped as hidden, as are links that lead back into a folder that contains them; both are counted.
/// </remarks>
internal sealed class PictureFolder
{
    // The defaults skip inaccessible folders and hidden files.
    private static readonly EnumerationOptions Everything = new() { IgnoreInaccessible = false, AttributesToSkip = 0 };

    private readonly string _set;
    private readonly string _kind;
    private readonly string _realRoot;
    private readonly HashSet<string> _way = [];
    private readonly List<(string Name, string Path)> _files = [];
    private readonly List<string> _broken = [];
    private readonly List<string> _brokenFolders = [];
    private readonly List<string> _loops = [];
    private int _hidden;

    private PictureFolder(string set, string kind, string folder)
    {
        (_set, _kind, Path) = (set, kind, folder);
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException(
                $"{set}: the {kind} folder '{System.IO.Path.GetFullPath(folder)}' does not exist. {FolderSummary.Near(folder)}"
            );
        }

        _realRoot = RealPath.Of(folder);
        Walk(folder, "", _realRoot);
        if (_brokenFolders.Count > 0)
        {
            throw new DirectoryNotFoundException(
                $"{set}: {_brokenFolders.Count} links lead to nothing, and what is in the folders that they may stand for would be missing "
                    + $"from the {kind} files in '{FullPath}': {SegmentationFiles.FirstFew(_brokenFolders)}. Mount or fetch what they lead "
                    + "to, or remove them."
            );
        }

        _files.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The files in the ordinal order of their names.</summary>
    public IReadOnlyList<(string Name, string Path)> Files => _files;

    /// <summary>The skipped files and folders, one sentence each.</summary>
    public IEnumerable<DatasetNote> Notes
    {
        get
        {
            if (_hidden > 0)
            {
                yield return new DatasetNote(
                    $"{_hidden} hidden files and folders (their names begin with a dot) in '{FullPath}' were passed over.",
                    IsWarning: false
                );
            }

            if (_loops.Count > 0)
            {
                yield return new DatasetNote(
                    $"{_loops.Count} links that lead back into a folder they lie in were not followed: "
                        + $"{SegmentationFiles.FirstFew(_loops)}.",
                    IsWarning: true
                );
            }

            if (_broken.Count > 0)
            {
                yield return new DatasetNote(
                    $"{_broken.Count} links in '{FullPath}' that lead to nothing were passed over: {SegmentationFiles.FirstFew(_broken)}.",
                    IsWarning: true
                );
            }
        }
    }

    private string FullPath => System.IO.Path.GetFullPath(Path);

    /// <summary>Lists a folder.</summary>
    /// <param name="set">The name of the data set in errors.</param>
    /// <param name="kind">The kind of its files, for errors.</param>
    /// <param name="folder">The folder.</param>
    /// <exception cref="DirectoryNotFoundException">The folder is missing; the message describes the nearest one that exists. Or a link
    /// that may be one to a folder is broken.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the folder or a subfolder is denied.</exception>
    /// <exception cref="IOException">The folder or a subfolder cannot be listed.</exception>
    public static PictureFolder List(string set, string kind, string folder) => new(set, kind, folder);

    /// <summary>Normalises a name for comparison (Unicode form C), whatever form the file system uses.</summary>
    public static string Composed(string name)
    {
        try
        {
            return name.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            // An unpaired surrogate, which Windows allows in names.
            return name;
        }
    }

    /// <exception cref="FileNotFoundException">Some of the files are broken links.</exception>
    public void CheckLinks(Func<string, bool> concerns)
    {
        if (_broken.Where(concerns).ToArray() is { Length: > 0 } missing)
        {
            throw new FileNotFoundException(
                $"{_set}: {missing.Length} {_kind} files in '{FullPath}' are links to files that do not exist: "
                    + $"{SegmentationFiles.FirstFew(missing)}. Fetch what they stand for (git-annex, DVC), or remove them."
            );
        }
    }

    private void Walk(string folder, string below, string realFolder)
    {
        _way.Add(realFolder);
        foreach (var entry in Entries(folder))
        {
            if (entry.Name.StartsWith('.'))
            {
                _hidden++;
                continue;
            }

            bool isLink = entry.LinkTarget is not null;
            string path = System.IO.Path.Combine(folder, entry.Name),
                name = below + Composed(entry.Name);
            if (entry is not DirectoryInfo)
            {
                _files.Add((name, path));
                if (isLink && !LeadsToFile(entry))
                {
                    (MayNameFolder(name) ? _brokenFolders : _broken).Add(path);
                }
            }
            else if (
                (isLink ? RealPath.Of(path) : System.IO.Path.Combine(realFolder, entry.Name)) is var real
                && (_way.Contains(real) || IsBelow(_realRoot, real))
            )
            {
                _loops.Add(path);
            }
            else
            {
                Walk(path, name + "/", real);
            }
        }

        _way.Remove(realFolder);
    }

    private FileSystemInfo[] Entries(string folder)
    {
        try
        {
            return new DirectoryInfo(folder).GetFileSystemInfos("*", Everything);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new UnauthorizedAccessException($"{Unlisted(folder)} access is denied. Allow it, or move the folder away.", e);
        }
        catch (IOException e)
        {
            throw new IOException($"{Unlisted(folder)} {e.Message}", e);
        }
    }

    private string Unlisted(string folder) =>
        $"{_set}: the folder '{System.IO.Path.GetFullPath(folder)}' of {_kind} files cannot be listed, and what is in it would be missing:";

    // Outside Windows a broken link does not say whether it is one to a file or to a folder. Digits are no ending of a file (run.2024).
    private static bool MayNameFolder(string name) => !System.IO.Path.GetExtension(name).Any(char.IsLetter);

    // File.Exists returns true for a broken link.
    private static bool LeadsToFile(FileSystemInfo link)
    {
        try
        {
            return link.ResolveLinkTarget(returnFinalTarget: true) is { Exists: true };
        }
        catch (IOException)
        {
            // A link to itself.
            return false;
        }
    }

    private static bool IsBelow(string path, string folder) =>
        path == folder
        || path.StartsWith(
            System.IO.Path.TrimEndingDirectorySeparator(folder) + System.IO.Path.DirectorySeparatorChar,
            StringComparison.Ordinal
        );
}
