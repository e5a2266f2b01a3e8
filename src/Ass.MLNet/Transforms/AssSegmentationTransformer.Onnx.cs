using Ass.MLNet.Export;
using Ass.MLNet.Files;
using Ass.MLNet.MLNetInternals;
using Ass.MLNet.Onnx;

namespace Ass.MLNet;

public sealed partial class AssSegmentationTransformer : IOnnxSource
{
    SegmentationColumns IOnnxSource.Columns => _columns;

    /// <summary>Saves the network as an ONNX model, for ONNX Runtime in any language.</summary>
    /// <param name="path">The file. An existing file is replaced only when the new one is complete. The folder is created if
    /// missing.</param>
    /// <param name="options">What the graph takes and returns; by default bytes B, G, R and the train id of every pixel.</param>
    /// <remarks>
    /// The graph holds all of prediction: normalisation, for bytes also resizing to the size that the model was trained with
    /// (<see cref="AssSegmentationOptions.TargetSize"/>), the network with its batch norms folded into its convolutions, and enlarging its
    /// logits to the size of the image. The number of images and their size are free, unless the caller resizes them
    /// (<see cref="OnnxInput.Normalized"/>) for a model that was trained with a size. The metadata says what the graph takes and returns
    /// (<c>ass.input</c>, <c>ass.output</c>), the class names (<c>ass.classes</c>), and, as in <see cref="SaveWeights"/>, the network and
    /// the normalisation.
    /// </remarks>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="InvalidOperationException">A weight is NaN or infinite.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public void SaveOnnx(string path, OnnxExportOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var (input, output) = CheckChoices(options);
        using var lease = Segmenter.Use();
        var description = OnnxWriter.Describe(lease, input, output, resizesImages: true);
        AtomicFile.Write(path, (Stream stream) => OnnxWriter.Write(stream, lease, description), durable: true);
    }

    /// <summary>Saves the network as an ONNX model, as <see cref="SaveOnnx(string, OnnxExportOptions?)"/> does.</summary>
    /// <param name="stream">Written from its current position and left open. It need not be seekable.</param>
    /// <param name="options">What the graph takes and returns; by default bytes B, G, R and the train id of every pixel.</param>
    /// <exception cref="InvalidOperationException">A weight is NaN or infinite.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public void SaveOnnx(Stream stream, OnnxExportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var (input, output) = CheckChoices(options);
        using var lease = Segmenter.Use();
        OnnxWriter.Write(stream, lease, OnnxWriter.Describe(lease, input, output, resizesImages: true));
    }

    void IOnnxSource.WriteOnnx(Stream stream)
    {
        using var lease = Segmenter.Use();
        OnnxWriter.Write(stream, lease, OnnxWriter.Describe(lease, OnnxInput.Bgr, OnnxOutput.NetworkLogits, resizesImages: false));
    }

    private static (OnnxInput Input, OnnxOutput Output) CheckChoices(OnnxExportOptions? options)
    {
        options ??= new OnnxExportOptions();
        return (Checked(options.Input, nameof(options.Input)), Checked(options.Output, nameof(options.Output)));

        static T Checked<T>(T value, string name)
            where T : struct, Enum =>
            Enum.IsDefined(value)
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(options),
                    value,
                    $"{nameof(OnnxExportOptions)}.{name} must be {string.Join(" or ", Enum.GetNames<T>())}."
                );
    }
}
