using Ass.MLNet.Files;
using Ass.MLNet.Graphs;
using Ass.MLNet.MLNetInternals;
using Ass.MLNet.Prediction;
using Microsoft.ML;

namespace Ass.MLNet.Transforms;

/// <summary>Files with one segmentation model for ONNX Runtime: graphs, and ML.NET's model files.</summary>
internal static class OnnxModelFile
{
    // The stream with the network in model files for libtorch.
    private const string LibtorchStream = "Segmenter";

    /// <summary>Reads a file.</summary>
    /// <exception cref="IOException">The file does not exist or cannot be opened.</exception>
    /// <exception cref="FormatException">The file is not a model, or it is damaged.</exception>
    public static OnnxSegmentationTransformer Load(MLContext context, string path, OnnxRuntimeOptions options, GivenColumns given)
    {
        using var stream = ModelFile.Open(path);
        return Load(context, stream, $"'{path}'", options, given);
    }

    /// <summary>Reads a model from a stream's current position.</summary>
    /// <param name="context">Decides the device, unless the options do.</param>
    /// <param name="stream">Left positioned after the model if it can seek.</param>
    /// <param name="name">The stream's name in error messages.</param>
    /// <param name="options">Where and how the model runs.</param>
    /// <param name="given">The column names that the caller has chosen.</param>
    /// <exception cref="FormatException">There is no model, or it is damaged.</exception>
    public static OnnxSegmentationTransformer Load(
        MLContext context,
        Stream stream,
        string name,
        OnnxRuntimeOptions options,
        GivenColumns given
    )
    {
        if (!stream.CanSeek)
        {
            using var copy = TemporaryFile.Of(stream);
            return Load(context, copy, name, options, given);
        }

        long start = stream.Position;
        byte[] first = new byte[ForeignFile.TellingBytes];
        var telling = first.AsSpan(0, stream.ReadAtLeast(first, first.Length, throwOnEndOfStream: false));
        stream.Position = start;
        var (columns, segmenter) = telling.StartsWith("PK\x03\x04"u8)
            ? ReadArchive(context, stream, name, options)
            : (GivenColumns.Usual, ReadGraph(context, stream, name, options, telling));
        return OnnxSegmentationTransformer.Create(context, segmenter, given.Or(columns));
    }

    private static (SegmentationColumns, OnnxSegmenter) ReadArchive(
        MLContext context,
        Stream stream,
        string name,
        OnnxRuntimeOptions options
    ) =>
        ModelFile.Read(stream, name, (archive, entries) =>
            entries.Contains(LibtorchStream) && !entries.Contains(GraphStream.Name)
                ? throw new FormatException(
                    "it is a model for libtorch. Convert it where libtorch is: with the method ToOnnx, or with "
                        + "'assml export --format onnx'."
                )
                : OnnxModelFormat.ReadFile(context, archive, options)
        );

    private static OnnxSegmenter ReadGraph(
        MLContext context,
        Stream stream,
        string name,
        OnnxRuntimeOptions options,
        ReadOnlySpan<byte> first
    )
    {
        try
        {
            return ForeignFile.Describe(first) is null
                ? OnnxSegmenter.Open(context, GraphStream.ReadFile(stream), options)
                : throw new InvalidDataException($"it is {ModelArchive.Describe(first)}");
        }
        catch (InvalidDataException e)
        {
            throw new FormatException($"{name} cannot be read as a model: {e.Message}.", e);
        }
    }
}
