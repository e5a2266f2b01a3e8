using System.Text.Json;
using Ass.MLNet.Files;

namespace Ass.MLNet.Annotations;

/// <summary>Reads labelme's files. The image that may be embedded in a file is passed over.</summary>
internal static class LabelMeFile
{
    /// <summary>The labels of a file's shapes, in the order of the file.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or not a file of labelme; the message names it.</exception>
    public static IReadOnlyList<string> Labels(string path) => Guard(path, () => Read(path, root =>
            {
                string[] labels = [.. Shapes(root).Select((shape, index) => LabelOf(shape, index))];
                return labels;
            }));

    /// <summary>The path of the image as the file gives it; <see langword="null"/> if it gives none, or is not a file of labelme.</summary>
    public static string? ImagePath(string path)
    {
        try
        {
            return Read(path, root =>
                LabelJson.Member(root, "shapes") is not null
                && LabelJson.Member(root, "imagePath") is { ValueKind: JsonValueKind.String } member
                    ? member.GetString()
                    : null
            );
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="convert">Takes what is needed from the root object.</param>
    /// <exception cref="InvalidDataException">It is not JSON; the message is the end of a sentence.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static T Read<T>(string path, Func<JsonElement, T> convert)
    {
        using var file = PooledFile.Read(path);
        try
        {
            using var document = JsonDocument.Parse(ByteOrderMark.Skip(file.Bytes.AsMemory()));
            return convert(document.RootElement);
        }
        catch (Exception e) when (LabelJson.IsDamage(e))
        {
            throw LabelJson.Damaged(e);
        }
    }

    /// <summary>The shapes in the order of the file.</summary>
    public static IEnumerable<JsonElement> Shapes(JsonElement root) =>
        LabelJson.Member(root, "shapes", JsonValueKind.Array, "the file").EnumerateArray();

    /// <summary>The label of a shape.</summary>
    public static string LabelOf(JsonElement shape, int index) =>
        LabelJson.Member(shape, "label", JsonValueKind.String, $"shape {index + 1}").GetString()!;

    private static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"The label '{path}' cannot be read: {e.Message}.", e);
        }
    }
}
