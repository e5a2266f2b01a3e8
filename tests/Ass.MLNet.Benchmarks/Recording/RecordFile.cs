using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Ass.MLNet.Benchmarks;

/// <summary>Records as files: JSON, to be read by people as well.</summary>
internal static class RecordFile
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Reads a record.</summary>
    /// <exception cref="InvalidDataException">It is none; the message names the file.</exception>
    public static BenchmarkRecord Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<BenchmarkRecord>(File.ReadAllText(path), Format)
                ?? throw new InvalidDataException($"'{path}' is no record of a benchmark: it is empty.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"'{path}' is no record of a benchmark: {e.Message}", e);
        }
        catch (IOException e)
        {
            throw new InvalidDataException($"The record '{path}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Replaces the file at once: a run that ends early leaves a whole record.</summary>
    public static void Write(string path, BenchmarkRecord record)
    {
        File.WriteAllText(path + ".new", JsonSerializer.Serialize(record, Format) + "\n");
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>The newest record of a program in a folder.</summary>
    /// <returns>Null where there is none.</returns>
    /// <exception cref="InvalidDataException">A file there is no record.</exception>
    public static BenchmarkRecord? Newest(string folder, string program) =>
        !Directory.Exists(folder)
            ? null
            : Directory.EnumerateFiles(folder, "*.json").Select(Read).Where(r => r.Program == program).MaxBy(r => r.Date);

    /// <summary>A name for a new record: its date and version, and where such a file is there, a number.</summary>
    /// <returns>The path without an extension.</returns>
    public static string NewPath(string folder, BenchmarkRecord record, string suffix = "")
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{record.Date:yyyy-MM-dd}-{record.Version}{suffix}");
        string path = Path.Combine(folder, name);
        for (int i = 2; File.Exists(path + ".json") || File.Exists(path + ".md"); i++)
        {
            path = Path.Combine(folder, $"{name}-{i}");
        }

        return path;
    }
}
