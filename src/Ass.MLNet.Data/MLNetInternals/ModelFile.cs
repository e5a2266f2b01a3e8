using System.IO.Compression;
using Ass.MLNet.Files;

namespace Ass.MLNet.MLNetInternals;

/// <summary>Opens ML.NET's model files, and says in a sentence that names the file why one cannot be read.</summary>
internal static class ModelFile
{
    private const string ModelEntryName = "Model.key";

    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="IOException">The file does not exist, is a folder, or cannot be opened.</exception>
    public static FileStream Open(string path)
    {
        if (Directory.Exists(path))
        {
            string model = Path.Combine(path, "model.zip");
            throw new IOException(
                $"'{path}' is a folder, not a model file" + (File.Exists(model) ? $"; the model in it is '{model}'." : ".")
            );
        }

        return File.Exists(path)
            ? File.OpenRead(path)
            : throw new FileNotFoundException($"There is no model file '{Path.GetFullPath(path)}'.", path);
    }

    /// <summary>Reads a model from a stream's current position.</summary>
    /// <param name="stream">Left positioned after the model if it can seek; otherwise read to its end through a temporary file, as
    /// networks are too large to hold in memory twice.</param>
    /// <param name="name">The stream's name in error messages.</param>
    /// <param name="read">Reads the model from the section of the stream that is the archive, whose entries have these names, without their
    /// folders.</param>
    /// <exception cref="FormatException">There is no model, or it is damaged.</exception>
    public static T Read<T>(Stream stream, string name, Func<StreamWindow, IReadOnlyList<string>, T> read)
    {
        if (!stream.CanSeek)
        {
            using var copy = TemporaryFile.Of(stream);
            return Read(copy, name, read);
        }

        try
        {
            var (window, end) = Find(stream);
            var model = read(window, EntriesOf(window));
            stream.Position = end;
            return model;
        }
        catch (Exception e)
            when (e is FormatException or InvalidOperationException or InvalidDataException or EndOfStreamException && Reason(e) is not null
            )
        {
            // ML.NET wraps a component's errors as "Error during class instantiation".
            throw new FormatException($"{name} cannot be read as a model: {Reason(e)!.Message}", e);
        }
    }

    private static (StreamWindow Window, long End) Find(Stream stream)
    {
        try
        {
            return ModelArchive.Find(stream);
        }
        catch (FormatException e)
        {
            throw new FormatException(e.Message + ".", e);
        }
    }

    private static string[] EntriesOf(StreamWindow window)
    {
        window.Position = 0;
        using var archive = new ZipArchive(window, ZipArchiveMode.Read, leaveOpen: true);
        string[] files = [.. archive.Entries.Select(entry => entry.FullName.Split('/', '\\')[^1])];
        window.Position = 0;
        if (!files.Contains(ModelEntryName))
        {
            throw new FormatException(
                files.Contains("data.pkl")
                    ? "it is a PyTorch checkpoint (weights without a network; training can start from it)."
                    : "it is a zip archive without a model of ML.NET's in it."
            );
        }
        return files;
    }

    /// <summary>Finds the error that reports a damaged file, however often ML.NET has wrapped it.</summary>
    private static Exception? Reason(Exception? error)
    {
        while (error is not (null or FormatException or InvalidDataException or EndOfStreamException))
        {
            error = error.InnerException;
        }
        return error;
    }
}
