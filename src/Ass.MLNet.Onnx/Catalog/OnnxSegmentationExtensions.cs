using Ass.MLNet.Files;
using Ass.MLNet.Graphs;
using Ass.MLNet.Onnx;
using Ass.MLNet.Prediction;
using Microsoft.ML;

namespace Ass.MLNet;

/// <summary>Segmentation models on ONNX Runtime.</summary>
public static class OnnxSegmentationExtensions
{
    /// <summary>Makes a model on ONNX Runtime of one on libtorch, with the same columns. Both are independent of each other: the caller
    /// disposes of both.</summary>
    /// <param name="model">A model that can be written as an ONNX graph, such as an <c>AssSegmentationTransformer</c>.</param>
    /// <param name="mlContext">Says where the network runs, as <see cref="OnnxRuntimeOptions"/> explain.</param>
    /// <param name="options">Where and how it runs; null: the defaults.</param>
    /// <exception cref="NotSupportedException">The model cannot be written as an ONNX graph.</exception>
    /// <exception cref="InvalidOperationException">ONNX Runtime is missing, or the GPU cannot be used; the message says what to
    /// do.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public static OnnxSegmentationTransformer ToOnnx(
        this ISegmentationTransformer model,
        MLContext mlContext,
        OnnxRuntimeOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(mlContext);
        if (model is not IOnnxSource source)
        {
            throw new NotSupportedException(
                model is OnnxSegmentationTransformer
                    ? $"The model is an {nameof(OnnxSegmentationTransformer)} already."
                    : $"A {model.GetType().Name} cannot be written as an ONNX graph."
            );
        }

        // Through a file, since an array that grows would hold the graph twice.
        using var graph = TemporaryFile.Holding(source.WriteOnnx);
        var segmenter = OnnxSegmenter.Open(mlContext, GraphStream.ReadFile(graph), options ?? new OnnxRuntimeOptions());
        return OnnxSegmentationTransformer.Create(mlContext, segmenter, source.Columns);
    }
}
