using System.Text.Json;

namespace StreetScenes;

/// <summary>What the scenes of a folder are: with these five values the same files can be made again.</summary>
/// <param name="Version">The renderer's version.</param>
/// <param name="Seed">The seed of the data set.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Style">The name of a <see cref="StreetStyle"/>.</param>
public sealed record SceneRecord(int Version, int Seed, int Width, int Height, string Style = SceneRecord.FirstStyle)
{
    internal const string FileName = "scenes.json";

    // Records from before there were styles do not name it.
    private const string FirstStyle = "street";

    // Far more than the file that is written.
    private const int MostBytes = 64 * 1024;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>A folder in which new scenes were taking the place of old ones when that was cut off.</summary>
    internal static SceneRecord Mixed { get; } = new(0, 0, 0, 0, "mixed");

    /// <summary>The record in words, for errors.</summary>
    public override string ToString() =>
        this == Mixed
            ? "old and new scenes, since their replacement was interrupted"
            : $"scenes of version {Version}, seed {Seed}, {Width}x{Height}, style {Style}";

    /// <summary>Reads a folder's record; null where there is none.</summary>
    /// <exception cref="InvalidDataException">The file is something else.</exception>
    internal static SceneRecord? Read(string root)
    {
        string path = Path.Combine(root, FileName);
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            return null;
        }

        try
        {
            Content? content = file.Length > MostBytes ? null : JsonSerializer.Deserialize<Content>(File.ReadAllBytes(path), Json);
            return content?.Scenes ?? throw new InvalidDataException($"'{path}' is not the record of rendered scenes: it has no 'scenes'.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"'{path}' is not the record of rendered scenes: {e.Message}", e);
        }
    }

    internal void Write(string root)
    {
        var content = new Content(
            "Street scenes rendered by StreetScenes. images/ are colour pictures; labels/ are 8-bit grey class ids in the order "
                + "of classes, 255 is ignored.",
            this,
            [.. StreetScene.ClassNames]
        );
        SceneFiles.Write(Path.Combine(root, FileName), JsonSerializer.Serialize(content, Json) + "\n");
    }

    private sealed record Content(string About, SceneRecord Scenes, string[] Classes);
}
