using Ass.MLNet.Cli.Runs;
using Ass.MLNet.Files;

namespace Ass.MLNet.Cli.Suggest;

/// <summary>Files that are recognised wherever copies of them lie: labelled images come back from a labelling tool in another
/// folder.</summary>
internal sealed class KnownFiles
{
    private readonly HashSet<string> _paths;
    private readonly ILookup<long, string> _byLength;
    private readonly Dictionary<string, string> _hashes = [];

    /// <param name="paths">Full paths.</param>
    public KnownFiles(IEnumerable<string> paths)
    {
        _paths = [.. paths];
        _byLength = _paths.ToLookup(path => ImageVersion.Of(path).Length);
    }

    /// <summary>Files of the same content but once, the first of each, in their order. Only files of the same length are read.</summary>
    /// <param name="paths">Full paths. A file that cannot be read is no copy: whoever looks at it says so.</param>
    public static string[] WithoutCopies(IEnumerable<string> paths)
    {
        (string Path, long Length)[] files =
        [
            .. paths.Distinct(StringComparer.Ordinal).Select(path => (path, ImageVersion.Of(path).Length)),
        ];
        HashSet<long> shared = [.. files.GroupBy(file => file.Length).Where(alike => alike.Skip(1).Any()).Select(alike => alike.Key)];
        var seen = new HashSet<string>();
        return [.. files.Where(file => !shared.Contains(file.Length) || IsNew(file.Path)).Select(file => file.Path)];

        bool IsNew(string path)
        {
            try
            {
                return seen.Add(FileHash.Of(path));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return true;
            }
        }
    }

    /// <summary>Whether a file is one of these, or has the same content.</summary>
    public bool Has(string path)
    {
        if (_paths.Contains(path))
        {
            return true;
        }
        var alike = _byLength[ImageVersion.Of(path).Length];
        return alike.Any() && FileHash.Of(path) is var hash && alike.Any(known => HashOf(known) == hash);
    }

    /// <summary>The hash of one of these files, each of which is read once.</summary>
    private string HashOf(string known)
    {
        if (!_hashes.TryGetValue(known, out string? hash))
        {
            _hashes[known] = hash = FileHash.Of(known);
        }
        return hash;
    }
}
