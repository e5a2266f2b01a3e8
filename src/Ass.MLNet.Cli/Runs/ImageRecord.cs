using System.Text.Json;
using Ass.MLNet.Files;

namespace Ass.MLNet.Cli.Runs;

/// <summary>A version of an image file, and what was done with it.</summary>
internal interface IImageEntry
{
    /// <summary>The image's name in the record.</summary>
    string Image { get; }

    /// <summary><see cref="ImageVersion.Length"/>.</summary>
    long Length { get; }

    /// <summary><see cref="ImageVersion.Modified"/>.</summary>
    DateTime Modified { get; }
}

/// <summary>The record of what a model did with images, one JSON object a line: the model on the first line, then an entry for each
/// finished image. An interrupted run can thus continue where it stopped.</summary>
/// <remarks>A line is added when an image is done; an unfinished line left by a killed process is ignored.</remarks>
internal sealed class ImageRecord<TEntry> : IDisposable
    where TEntry : class, IImageEntry
{
    private readonly Dictionary<string, TEntry> _done = [];
    private readonly StreamWriter _writer;
    private readonly IDisposable _claim;

    private ImageRecord(string path, ModelLine model, IEnumerable<TEntry> done, IDisposable claim)
    {
        (_claim, NotesBeginnings) = (claim, model.NotesBeginnings);
        foreach (var entry in done)
        {
            _done[entry.Image] = entry;
        }

        // Written anew, so that no unfinished line stays before the next one.
        AtomicFile.Write(path, file => File.WriteAllLines(file, [Line(model), .. _done.Values.Select(Line)]));
        _writer = new StreamWriter(path, append: true) { AutoFlush = true };
    }

    /// <summary>Opens or begins the record of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="fileName">The record's name in it.</param>
    /// <param name="what">What the folder holds, in messages, such as <c>predictions</c>.</param>
    /// <param name="model">Identifies the model, such as <see cref="FileHash"/> of its file.</param>
    /// <param name="overwrite">Whether to discard the existing record.</param>
    /// <exception cref="IOException">The folder is of another model, or another command is writing there.</exception>
    public static ImageRecord<TEntry> Open(string folder, string fileName, string what, string model, bool overwrite)
    {
        var claim = FileClaim.TryTake(Path.Combine(folder, RunFiles.Claim))
            ?? throw new IOException(
                $"'{folder}' is in use: another command is writing {what} there. Wait until it has ended, stop it, or choose another "
                    + "--output."
            );
        try
        {
            string path = Path.Combine(folder, fileName);
            var known = overwrite || !File.Exists(path) ? null : Read(path, folder, what, model);
            return known is var (line, entries) ? new(path, line, entries, claim) : new(path, new ModelLine(model, true), [], claim);
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    }

    /// <summary>Whether every image has had an entry before its files were written; not so in records that version 0.1 began.</summary>
    public bool NotesBeginnings { get; }

    /// <summary>The entry of an image, if it is done and the file has not changed since.</summary>
    /// <param name="name">Its name in the record.</param>
    /// <param name="path">Its file.</param>
    public TEntry? Find(string name, string path)
    {
        if (!_done.TryGetValue(name, out var entry))
        {
            return null;
        }
        return new ImageVersion(entry.Length, entry.Modified) == ImageVersion.Of(path) ? entry : null;
    }

    /// <summary>The entry of an image's name, whatever file it was made of.</summary>
    public TEntry? Named(string name) => _done.GetValueOrDefault(name);

    public void Add(TEntry entry) => _writer.WriteLine(Line(entry));

    public void Dispose()
    {
        _writer.Dispose();
        _claim.Dispose();
    }

    private static (ModelLine Model, IEnumerable<TEntry> Entries)? Read(string path, string folder, string what, string model)
    {
        string[] lines = File.ReadAllLines(path);
        if (lines.Length == 0)
        {
            return null;
        }
        var known = Parse<ModelLine>(lines[0]);
        if (known?.Model != model)
        {
            throw new IOException(
                known is null
                    ? $"'{path}' is not a record of {what}: choose another --output, or give --overwrite to begin anew."
                    : $"'{folder}' holds {what} of another model: choose another --output, or give --overwrite to replace them."
            );
        }
        return (known, lines.Skip(1).Select(Parse<TEntry>).OfType<TEntry>().Where(entry => entry.Image is not null));
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

    private sealed record ModelLine(string Model, bool NotesBeginnings = false);
}
