using Ass.MLNet.Cli.Runs;
using Microsoft.ML;

namespace Ass.MLNet.Cli.Use;

/// <summary>Reads trained models.</summary>
internal static class ModelFile
{
    /// <param name="ml">Decides the device.</param>
    /// <param name="file">A model's file; <see cref="RunFolder.FindModel"/> finds a run's.</param>
    /// <exception cref="InvalidDataException">The file is not a model, or has no segmentation in it.</exception>
    public static ITransformer Load(MLContext ml, string file)
    {
        try
        {
            return ml.Model.Load(file, out _);
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or InvalidOperationException)
        {
            throw new InvalidDataException($"'{file}' cannot be read as a model.", e);
        }
    }

    /// <summary>The segmentation step of a model, which may be a chain of several.</summary>
    public static AssSegmentationTransformer FindSegmentation(ITransformer model) =>
        Steps(model).OfType<AssSegmentationTransformer>().LastOrDefault()
        ?? throw new InvalidDataException("The model has no segmentation step.");

    private static IEnumerable<ITransformer> Steps(ITransformer model) =>
        model is IEnumerable<ITransformer> chain ? chain.SelectMany(Steps) : [model];
}
