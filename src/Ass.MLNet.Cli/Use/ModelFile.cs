using System.IO.Compression;
using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Runs;
using Ass.MLNet.Files;
using Ass.MLNet.Graphs;
using Ass.MLNet.MLNetInternals;
using Microsoft.ML;
using Microsoft.ML.Transforms.Image;

namespace Ass.MLNet.Cli.Use;

/// <summary>Reads trained models.</summary>
internal static class ModelFile
{
    private const string GraphExtension = ".onnx";

    /// <param name="ml">Decides the device.</param>
    /// <param name="file">A model's file or an ONNX graph; <see cref="RunFolder.FindModel"/> finds a run's.</param>
    /// <exception cref="InvalidDataException">The file is not a model, or has no segmentation in it.</exception>
    /// <exception cref="UsageException">A GPU is asked for, and the model is one for ONNX Runtime.</exception>
    public static ITransformer Load(MLContext ml, string file)
    {
        if (ml.GpuDeviceId is { } gpu && IsForOnnxRuntime(file))
        {
            throw new UsageException(
                $"--device {new DeviceArgument(gpu)} is for models for libtorch, but '{file}' is one for ONNX Runtime, which this tool has "
                    + "for CPUs alone: leave --device out, or give the run that it was exported from, or that run's model.zip."
            );
        }
        try
        {
            return IsGraph(file) ? OnnxSegmentationTransformer.Load(ml, file) : LoadArchive(ml, file);
        }
        catch (FormatException e) when (IsGraph(file))
        {
            // It names the file, and says what it is instead.
            throw new InvalidDataException(e.Message, e);
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException && !IsGraph(file))
        {
            // ML.NET hides what a step says of itself, such as a GPU that is not there, behind a failing constructor.
            throw e.GetBaseException() is InvalidOperationException reason && reason != e
                ? new InvalidOperationException($"'{file}' cannot be loaded: {reason.Message}")
                : new InvalidDataException($"'{file}' cannot be read as a model.", e);
        }
    }

    private static ITransformer LoadArchive(MLContext ml, string file)
    {
        using var stream = File.OpenRead(file);
        StreamWindow archive;
        try
        {
            // It says what the file is instead of an archive, and what would fill the disk, which ML.NET does not.
            archive = ModelArchive.Find(stream).Window;
        }
        catch (Exception e) when (e is FormatException or InvalidDataException)
        {
            throw new InvalidDataException($"'{file}' cannot be read as a model: {e.Message.TrimEnd('.')}.", e);
        }

        // The archive that was checked, and not what ML.NET may find behind it.
        return ml.Model.Load(archive, out _);
    }

    /// <summary>The segmentation step of a model, which may be a chain of several.</summary>
    public static ISegmentationTransformer FindSegmentation(ITransformer model) =>
        Steps(model).OfType<ISegmentationTransformer>().LastOrDefault()
        ?? throw new InvalidDataException("The model has no segmentation step.");

    /// <summary>Loads a model's network, to apply it to pictures by itself.</summary>
    /// <param name="ml">Decides the device.</param>
    /// <param name="file">A model's file or an ONNX graph.</param>
    /// <exception cref="InvalidDataException">The file is not such a model, or changes pictures before its network, so that the network
    /// by itself would say something else.</exception>
    public static ISegmentationTransformer LoadNetwork(MLContext ml, string file)
    {
        var model = Load(ml, file);
        var network = FindSegmentation(model);
        try
        {
            CheckNetworkAlone(model, file);
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>Makes sure that a model's network says by itself what the model says.</summary>
    /// <param name="model">The model.</param>
    /// <param name="file">Its file.</param>
    /// <exception cref="InvalidDataException">The model has no network, or changes pictures before.</exception>
    public static void CheckNetworkAlone(ITransformer model, string file)
    {
        var network = FindSegmentation(model);
        if (Steps(model).TakeWhile(step => step != network).FirstOrDefault(ChangesPictures) is { } changing)
        {
            throw new InvalidDataException(
                $"'{file}' is a chain whose {changing.GetType().Name} changes pictures before the network sees them, which this command "
                    + "would leave out: save the network alone (the chain's LastTransformer), or use the chain in a program."
            );
        }
    }

    /// <summary>Loads a model whose network itself is needed, and not only what it predicts.</summary>
    /// <param name="ml">Decides the device.</param>
    /// <param name="file">A model's file.</param>
    /// <exception cref="InvalidDataException">The file is not such a model.</exception>
    public static AssSegmentationTransformer LoadForLibtorch(MLContext ml, string file)
    {
        if (!IsForOnnxRuntime(file))
        {
            var found = LoadNetwork(ml, file);
            if (found is AssSegmentationTransformer model)
            {
                return model;
            }
            found.Dispose();
        }
        throw new InvalidDataException(
            $"'{file}' is a model for ONNX Runtime, and this needs a model for libtorch: a run, or its model.zip."
        );
    }

    /// <summary>Whether a file is a graph, by its name, or a model file with a graph in it. What cannot be read is not.</summary>
    private static bool IsForOnnxRuntime(string file)
    {
        if (IsGraph(file))
        {
            return File.Exists(file);
        }
        try
        {
            using var stream = File.OpenRead(file);
            using var archive = new ZipArchive(ModelArchive.Find(stream).Window, ZipArchiveMode.Read);
            return archive.Entries.Any(entry => entry.Name == GraphStream.Name);
        }
        catch (Exception e) when (e is IOException or FormatException or InvalidDataException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Whether a file is an ONNX graph, by its name.</summary>
    public static bool IsGraph(string file) => Path.GetExtension(file).Equals(GraphExtension, StringComparison.OrdinalIgnoreCase);

    private static bool ChangesPictures(ITransformer step) =>
        step is ImageResizingTransformer or ImageGrayscalingTransformer or VectorToImageConvertingTransformer;

    private static IEnumerable<ITransformer> Steps(ITransformer model) =>
        model is IEnumerable<ITransformer> chain ? chain.SelectMany(Steps) : [model];
}
