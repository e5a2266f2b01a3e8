using Ass.MLNet.MLNetInternals;
using Ass.MLNet.Torch;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ass.MLNet.Transforms;

/// <summary>ML.NET model files with a single <see cref="AssSegmentationTransformer"/>.</summary>
internal static class SegmentationModelFile
{
    /// <summary>Reads a model file.</summary>
    /// <exception cref="IOException">The file does not exist or cannot be opened.</exception>
    /// <exception cref="FormatException">The file is not a model, or it is damaged.</exception>
    public static AssSegmentationTransformer Load(MLContext context, string path)
    {
        using var stream = ModelFile.Open(path);
        return Load(context, stream, $"'{path}'");
    }

    /// <summary>Reads a model from a stream's current position.</summary>
    /// <param name="context">Decides the device.</param>
    /// <param name="stream">Left positioned after the model if it can seek.</param>
    /// <param name="name">The stream's name in error messages.</param>
    /// <exception cref="FormatException">There is no model, or it is damaged.</exception>
    public static AssSegmentationTransformer Load(MLContext context, Stream stream, string name)
    {
        var model = ModelFile.Read(stream, name, (window, _) =>
        {
            // Checked first, since ML.NET would hide a missing library or GPU behind a failing constructor.
            TorchLibrary.Require();
            if (!context.FallbackToCpu)
            {
                TorchDevices.Resolve(context, gpuDeviceId: null, fallbackToCpu: null);
            }
            return context.Model.Load(window, out DataViewSchema _);
        });
        if (model is AssSegmentationTransformer transformer)
        {
            return transformer;
        }
        (model as IDisposable)?.Dispose();
        throw new InvalidOperationException(
            $"{name} holds a {model.GetType().Name}, not an {nameof(AssSegmentationTransformer)}; load chains with mlContext.Model.Load."
        );
    }
}
