using Ass.MLNet.Files;
using Ass.MLNet.Prediction;
using Ass.MLNet.Quantization;
using Microsoft.ML;

namespace Ass.MLNet;

/// <content>Networks that compute with integers, and graphs as files.</content>
public sealed partial class OnnxSegmentationTransformer
{
    /// <summary>Makes a model whose network computes with integers of 8 bits (static quantization): a quarter of the size and, on
    /// processors with instructions for it (VNNI), a third to two thirds of the time. Some pixels get another class.</summary>
    /// <remarks>
    /// The network runs on the images, with floats and on the CPU, for the ranges of its numbers; labels are not needed. Images that are
    /// unlike those that will be predicted give ranges that do not fit. Where <paramref name="images"/> knows its number of rows, the
    /// images are spread over all of them; otherwise they are the first. Quantized models are saved and loaded like others. Measure them
    /// (<c>EvaluateSegmentation</c>) before they are used: with SwiftNet and ResNet-18 seven pixels in a thousand changed, with a
    /// MobileNetV2 two in ten.
    /// </remarks>
    /// <param name="images">Images of the kind that will be predicted, in the model's image column.</param>
    /// <param name="count">The number of images to run the network on, at least 1; fewer if there are fewer.</param>
    /// <param name="progress">Reports the number of images read, after each image.</param>
    /// <param name="cancellationToken">Stops before the next image.</param>
    /// <returns>A model with the same columns, on the same device. Both are independent of each other: the caller disposes of
    /// both.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The image column is missing or of another type, or <paramref name="count"/> is less
    /// than 1.</exception>
    /// <exception cref="InvalidOperationException">The model is quantized already; there is no image; or a row cannot be read (the message
    /// names it).</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public OnnxSegmentationTransformer Quantize(
        IDataView images,
        int count = 50,
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var segmenter = Segmenter;
        var rows = new CalibrationRows(images, Bind(images.Schema).Image, count, cancellationToken);
        byte[] graph = GraphQuantizer.Quantize(segmenter, rows, progress);
        return Create(_env, OnnxSegmenter.Open(_env, graph, segmenter.Options), _columns);
    }

    /// <summary>Saves the model's graph as it is, for ONNX Runtime in any language and for <see cref="Load(MLContext, string,
    /// OnnxRuntimeOptions?, string?, string?, string?)"/>. Names of columns are not part of it.</summary>
    /// <param name="path">The file, such as <c>model.onnx</c>. An existing file is replaced only when the new one is complete. The folder
    /// is created if missing.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public void SaveOnnx(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ThrowIfDisposed();
        AtomicFile.Write(path, (Stream stream) => SaveOnnx(stream), durable: true);
    }

    /// <summary>Saves the model's graph as it is, as <see cref="SaveOnnx(string)"/> does.</summary>
    /// <param name="stream">Written from its current position and left open. It need not be seekable.</param>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public void SaveOnnx(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Segmenter.SaveGraph(stream);
    }
}
