using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ass.MLNet.Cli.CommandLine;

/// <summary>The folders below a folder of images that this tool wrote: predictions, suggestions and runs. Their pictures are no images to
/// predict, to measure or to learn from.</summary>
/// <param name="root">The folder of images; it does not count itself.</param>
internal sealed class ToolOutputs(string root)
{
    /// <summary>In every folder of predictions: which images are done.</summary>
    public const string Predictions = "predictions.jsonl";

    /// <summary>In every folder of suggestions: what was seen in the images.</summary>
    public const string Evidence = "evidence.jsonl";

    /// <summary>In every run's folder: its settings.</summary>
    public const string RunSettings = "options.json";

    private readonly Dictionary<string, bool> _known = new() { [Path.TrimEndingDirectorySeparator(Path.GetFullPath(root))] = false };

    /// <summary>Whether a folder has the settings of a run, and not a file of that name that somebody else wrote.</summary>
    public static bool IsRun(string folder)
    {
        string path = Path.Combine(folder, RunSettings);
        try
        {
            return File.Exists(path) && JsonNode.Parse(File.ReadAllBytes(path)) is JsonObject settings && settings.ContainsKey("training");
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Whether a file lies in or below one.</summary>
    public bool Have(string path) => Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && Holds(folder);

    private bool Holds(string folder)
    {
        if (!_known.TryGetValue(folder, out bool holds))
        {
            holds =
                File.Exists(Path.Combine(folder, Predictions))
                || File.Exists(Path.Combine(folder, Evidence))
                || IsRun(folder)
                || (Path.GetDirectoryName(folder) is { } parent && Holds(parent));
            _known[folder] = holds;
        }
        return holds;
    }
}
