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

    /// <summary>Files of the same content but once.</summary>
    /// <param name="paths">Full paths.</param>
    public static string[] WithoutCopies(IEnumerable<string> paths) =>
        [
            .. paths
                .Distinct(StringComparer.Ordinal)
                .GroupBy(path => ImageVersion.Of(path).Length)
                .SelectMany(alike => alike.Skip(1).Any() ? alike.DistinctBy(FileHash.Of) : alike),
        ];

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
