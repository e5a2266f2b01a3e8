using System.Text.Json;

namespace StreetScenes;

/// <summary>What the scenes of a folder are: with these four numbers the same files can be made again.</summary>
/// <param name="Version">The renderer's version.</param>
/// <param name="Seed">The seed of the data set.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
public sealed record SceneRecord(int Version, int Seed, int Width, int Height)
{
    internal const string FileName = "scenes.json";

    // Far more than the file that is written.
    private const int MostBytes = 64 * 1024;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The record in words, for errors.</summary>
    public override string ToString() => $"version {Version}, seed {Seed}, {Width}x{Height}";

    /// <summary>Reads a folder's record; null where there is none.</summary>
    /// <exception cref="InvalidDataException">The file is something else.</exception>
    internal static SceneRecord? Read(string root)
    {
        string path = Path.Combine(root, FileName);
        var file = new FileInfo(path);
        if (!file.Exists)
            return null;
        try
        {
            return (file.Length > MostBytes ? null : JsonSerializer.Deserialize<Content>(File.ReadAllBytes(path), Json)?.Scenes)
                ?? throw new InvalidDataException($"'{path}' is not the record of rendered scenes: it has no 'scenes'.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"'{path}' is not the record of rendered scenes: {e.Message}", e);
        }
    }

    internal void Write(string root)
    {
        var content = new Content(
            "Street scenes rendered by StreetScenes. images/ are colour pictures; labels/ are 8-bit grey class ids in the order of classes, 255 is ignored.",
            this, [.. StreetScene.ClassNames]);
        SceneFiles.Write(Path.Combine(root, FileName), JsonSerializer.Serialize(content, Json) + "\n");
    }

    private sealed record Content(string About, SceneRecord Scenes, string[] Classes);
}
