using System.Security.Cryptography;
using System.Text.Json;
using Ass.MLNet.Cli.Runs;
using Ass.MLNet.Files;

namespace Ass.MLNet.Cli.Use;

/// <summary> The record of a folder of predictions, <c>predictions.jsonl</c>: the model on the first line, then a line for each image whose
/// files are complete. An interrupted run can thus continue where it stopped.
/// </summary>
/// <remarks>
/// The files alone do not show whether this model wrote them or whether the image has changed since. A line is added when an image is done;
/// an unfinished line left by a killed process is ignored.
/// </remarks>
internal sealed class PredictionRecord : IDisposable
{
    private const string FileName = "predictions.jsonl";

    private readonly Dictionary<string, DoneImage> _done = [];
    private readonly StreamWriter _writer;
    private readonly IDisposable _claim;

    private PredictionRecord(string path, string model, IEnumerable<DoneImage> done, IDisposable claim)
    {
        _claim = claim;
        foreach (var image in done)
        {
            _done[image.Image] = image;
        }

        // Written anew, so that no unfinished line stays before the next one.
        AtomicFile.Write(path, file => File.WriteAllLines(file, [Line(new ModelLine(model)), .. _done.Values.Select(Line)]));
        _writer = new StreamWriter(path, append: true) { AutoFlush = true };
    }

    /// <summary>Opens or begins the record of a folder.</summary>
    /// <param name="output">The folder.</param>
    /// <param name="modelFile">The model that will make the predictions.</param>
    /// <param name="overwrite">Whether to discard the existing record.</param>
    /// <exception cref="IOException">The folder holds predictions of another model, or another command is writing some there.</exception>
    public static PredictionRecord Open(string output, string modelFile, bool overwrite)
    {
        var claim = FileClaim.TryTake(Path.Combine(output, RunFiles.Claim))
            ?? throw new IOException(
                $"'{output}' is in use: another command is writing predictions there. Wait until it has ended, stop it, or "
                    + "choose another --output."
            );
        try
        {
            return Open(output, modelFile, overwrite, claim);
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    }

    private static PredictionRecord Open(string output, string modelFile, bool overwrite, IDisposable claim)
    {
        string path = Path.Combine(output, FileName),
            model = Hash(modelFile);
        string[] lines = !overwrite && File.Exists(path) ? File.ReadAllLines(path) : [];
        if (lines.Length > 0 && Parse<ModelLine>(lines[0]) is var known && known?.Model != model)
        {
            throw new IOException(
                known is null
                    ? $"'{path}' is not a record of predictions: choose another --output, or give --overwrite to begin anew."
                    : $"'{output}' holds predictions of another model: choose another --output, or give --overwrite to replace them."
            );
        }

        return new(path, model, lines.Skip(1).Select(Parse<DoneImage>).OfType<DoneImage>(), claim);
    }

    /// <summary>Whether all of an image's files exist and were made from this version of the image.</summary>
    public bool IsDone(PredictionFiles files) =>
        _done.GetValueOrDefault(files.Name) is { } done && done == Describe(files) && files.All.All(File.Exists);

    public void Add(PredictionFiles files) => _writer.WriteLine(Line(Describe(files)));

    public void Dispose()
    {
        _writer.Dispose();
        _claim.Dispose();
    }

    private static DoneImage Describe(PredictionFiles files)
    {
        var file = new FileInfo(files.Image);
        return new(files.Name, file.Length, file.LastWriteTimeUtc);
    }

    private static string Hash(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static string Line<T>(T value) => JsonSerializer.Serialize(value, JsonSerializerOptions.Web);

    private static T? Parse<T>(string line)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(line, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record ModelLine(string Model);

    private sealed record DoneImage(string Image, long Length, DateTime Modified);
}
