using System.IO.Compression;
using Ass.MLNet.Files;
using Ass.MLNet.MLNetInternals;
using Ass.MLNet.Torch;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Ass.MLNet.Transforms;

/// <summary>ML.NET model files with a single <see cref="AssSegmentationTransformer"/>.</summary>
internal static class SegmentationModelFile
{
    /// <summary>Reads a model file.</summary>
    /// <exception cref="IOException">The file does not exist or cannot be opened.</exception>
    /// <exception cref="FormatException">The file is not a model, or it is damaged.</exception>
    public static AssSegmentationTransformer Load(MLContext context, string path)
    {
        if (Directory.Exists(path))
        {
            string model = Path.Combine(path, "model.zip");
            throw new IOException(
                $"'{path}' is a folder, not a model file" + (File.Exists(model) ? $"; the model in it is '{model}'." : ".")
            );
        }

        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no model file '{Path.GetFullPath(path)}'.", path);
        }
        using var stream = File.OpenRead(path);
        return Load(context, stream, $"'{path}'");
    }

    /// <summary>Reads a model from a stream's current position.</summary>
    /// <param name="context">Decides the device.</param>
    /// <param name="stream">Left positioned after the model if it can seek.</param>
    /// <param name="name">The stream's name in error messages.</param>
    /// <exception cref="FormatException">There is no model, or it is damaged.</exception>
    public static AssSegmentationTransformer Load(MLContext context, Stream stream, string name)
    {
        if (!stream.CanSeek)
        {
            using var copy = Copy(stream);
            return Load(context, copy, name);
        }

        StreamWindow window;
        long end;
        try
        {
            (window, end) = ModelArchive.Find(stream);
        }
        catch (FormatException e)
        {
            throw new FormatException($"{name} cannot be read as a model: {e.Message}.", e);
        }

        var transformer = Load(context, window, name);
        stream.Position = end;
        return transformer;
    }

    private static AssSegmentationTransformer Load(MLContext context, StreamWindow window, string name)
    {
        ITransformer model;
        try
        {
            CheckEntries(window);

            // Checked first, since ML.NET would hide the missing library behind a failing constructor.
            TorchLibrary.Require();
            model = context.Model.Load(window, out _);
        }
        catch (Exception e)
            when (e is FormatException or InvalidOperationException or InvalidDataException or EndOfStreamException && Reason(e) is not null
            )
        {
            // ML.NET wraps a component's errors as "Error during class instantiation".
            throw new FormatException($"{name} cannot be read as a model: {Reason(e)!.Message}", e);
        }

        if (model is AssSegmentationTransformer transformer)
        {
            return transformer;
        }
        (model as IDisposable)?.Dispose();
        throw new InvalidOperationException(
            $"{name} holds a {model.GetType().Name}, not an {nameof(AssSegmentationTransformer)}; load chains with mlContext.Model.Load."
        );
    }

    private static void CheckEntries(StreamWindow window)
    {
        window.Position = 0;
        using var archive = new ZipArchive(window, ZipArchiveMode.Read, leaveOpen: true);
        string[] files = [.. archive.Entries.Select(entry => entry.FullName.Split('/', '\\')[^1])];
        window.Position = 0;
        if (!files.Contains("Model.key"))
        {
            throw new FormatException(
                files.Contains("data.pkl")
                    ? "it is a PyTorch checkpoint (weights without a network; training can start from it)."
                    : "it is a zip archive without a model of ML.NET's in it."
            );
        }
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

    /// <summary>Copies the rest of a non-seekable stream to a temporary file that is deleted on close: weights are too large to hold in
    /// memory twice.</summary>
    private static FileStream Copy(Stream stream)
    {
        string path = Path.Combine(Path.GetTempPath(), $"ass-model-{Guid.NewGuid():N}");
        var copy = new FileStream(
            path,
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.None,
            bufferSize: 1 << 16,
            FileOptions.DeleteOnClose
        );
        try
        {
            stream.CopyTo(copy);
            copy.Position = 0;
            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }
}
