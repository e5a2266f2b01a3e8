using System.Text.Json;
using System.Text.Json.Serialization;
using Ass.MLNet.Files;

namespace Ass.MLNet.Cli.Research.Cells;

/// <summary>Reads and writes a cell's outcome: <c>result.json</c> or <c>failure.json</c>.</summary>
internal static class ResultFile
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <exception cref="InvalidDataException">The file is damaged or incomplete; the error names it.</exception>
    public static T Read<T>(string path)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), Format)
                ?? throw new InvalidDataException($"'{path}' does not tell what became of a cell.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"'{path}' does not tell what became of a cell: {e.Message}", e);
        }
    }

    public static void Write<T>(string path, T result) =>
        AtomicFile.Write(path, file => File.WriteAllBytes(file, JsonSerializer.SerializeToUtf8Bytes(result, Format)));
}
