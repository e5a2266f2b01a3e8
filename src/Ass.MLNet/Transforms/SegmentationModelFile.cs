using Ass.MLNet.MLNetInternals;
using Microsoft.ML;

namespace Ass.MLNet.Transforms;

/// <summary>ML.NET model files with a single <see cref="AssSegmentationTransformer"/>.</summary>
internal static class SegmentationModelFile
{
    /// <summary>Reads a model file.</summary>
    /// <exception cref="IOException">The file does not exist or cannot be opened.</exception>
    /// <exception cref="InvalidOperationException">The model is of another kind.</exception>
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
    /// <exception cref="InvalidOperationException">The model is of another kind.</exception>
    /// <exception cref="FormatException">There is no model, or it is damaged.</exception>
    public static AssSegmentationTransformer Load(MLContext context, Stream stream, string name)
    {
        string kind = "";
        var model = ModelFile.Read(stream, name, (archive, _) => SegmentationModelFormat.ReadFile(context, archive, out kind));
        return model
            ?? throw new InvalidOperationException(
                $"{name} holds a '{kind}', not an {nameof(AssSegmentationTransformer)}; load chains with mlContext.Model.Load."
            );
    }
}
