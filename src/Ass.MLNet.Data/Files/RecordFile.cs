using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ass.MLNet.Files;

/// <summary>A small JSON file about another file beside it.</summary>
internal static class RecordFile
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerOptions.Web)
    {
        // An mIoU is NaN where labels show no class.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <returns>Null if there is no record, as of files of earlier versions, or none that can be read.</returns>
    public static T? Read<T>(string path)
        where T : class
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), Format) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <param name="path">The record's file.</param>
    /// <param name="record">What it is to say.</param>
    /// <param name="durable">Whether it has to survive a power cut.</param>
    public static void Write<T>(string path, T record, bool durable = false)
    {
        byte[] content = JsonSerializer.SerializeToUtf8Bytes(record, Format);
        AtomicFile.Write(path, stream => stream.Write(content), durable);
    }
}
