namespace Ass.MLNet.Cli.Use;

/// <summary>The folders of earlier predictions below a folder of images, whose pictures are no images to predict or to measure.</summary>
/// <param name="root">The folder of images; it does not count itself.</param>
internal sealed class PredictionFolders(string root)
{
    private readonly Dictionary<string, bool> _known = new() { [Path.TrimEndingDirectorySeparator(Path.GetFullPath(root))] = false };

    /// <summary>Whether a file lies in or below one.</summary>
    public bool Have(string path) => Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && Holds(folder);

    private bool Holds(string folder)
    {
        if (!_known.TryGetValue(folder, out bool holds))
        {
            holds = PredictionRecord.IsThere(folder) || (Path.GetDirectoryName(folder) is { } parent && Holds(parent));
            _known[folder] = holds;
        }
        return holds;
    }
}
