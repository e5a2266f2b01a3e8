using Ass.MLNet.Onnx;
using Ass.MLNet.Onnx.Protocol;
using Ass.MLNet.Prediction;
using Ass.MLNet.Torch;
using Ass.MLNet.Weights.Tensors;

namespace Ass.MLNet.Export;

/// <summary>Writes a trained network as an ONNX model.</summary>
/// <remarks>
/// Why not ML.NET's <c>ConvertToOnnx</c>: it refuses images, and ends at opset 12. <c>Resize</c> has the filter that prevents aliasing, and
/// <c>axes</c>, since opset 18. The weights are copied once, from the network into the message that is then written.
/// </remarks>
internal static class OnnxWriter
{
    private const string Producer = "Ass.MLNet";
    private const string KeyPrefix = "ass.";
    private const int Opset = 18;

    // The version of the format that came with opset 18.
    private const int FormatVersion = 8;

    /// <param name="lease">The network.</param>
    /// <param name="input">What the graph is to take.</param>
    /// <param name="output">What it is to return.</param>
    /// <param name="resizesImages">Whether it resizes images to the size that the network was trained for, if there is one.</param>
    public static OnnxDescription Describe(SegmenterLease lease, OnnxInput input, OnnxOutput output, bool resizesImages) =>
        new(
            lease.Segmenter.ClassNames,
            input,
            output,
            lease.Segmenter.Resizing,
            resizesImages && input != OnnxInput.Normalized && lease.Segmenter.Resizing.InputSize is not null
        );

    /// <param name="stream">Written from its current position and left open.</param>
    /// <param name="lease">The network.</param>
    /// <param name="description">What the graph takes and returns.</param>
    /// <exception cref="InvalidOperationException">A weight is NaN or infinite.</exception>
    public static void Write(Stream stream, SegmenterLease lease, OnnxDescription description)
    {
        FiniteValues.RequireForSaving(lease.Network);
        var graph = new GraphBuilder();
        var images = InputGraph.Add(graph, description, lease.Segmenter.Normalization);
        var logits = NetworkGraph.Add(graph, lease.Network, images.Values);
        OutputGraph.Add(graph, description, images, logits);
        graph.Graph.Name = $"{lease.Segmenter.Spec.Network}";
        var model = new ModelProto
        {
            IrVersion = FormatVersion,
            ProducerName = Producer,
            ProducerVersion = typeof(OnnxWriter).Assembly.GetName().Version?.ToString(3),
            Graph = graph.Graph,
        };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = Opset });
        foreach (var (key, value) in Metadata(lease, description))
        {
            model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        }
        GraphChecksum.Write(model, stream);
    }

    /// <summary>What the graph takes and returns, and what weight files say of their network.</summary>
    private static SortedDictionary<string, string> Metadata(SegmenterLease lease, OnnxDescription description)
    {
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in WeightMetadata.Describe(lease).Where(text => text.Key.StartsWith(KeyPrefix, StringComparison.Ordinal)))
        {
            texts[key] = value;
        }
        foreach (var (key, value) in description.ToMetadata())
        {
            texts[key] = value;
        }
        return texts;
    }
}
