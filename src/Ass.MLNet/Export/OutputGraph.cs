using Ass.MLNet.Onnx;
using ElementType = Ass.MLNet.Onnx.Protocol.TensorProto.Types.DataType;

namespace Ass.MLNet.Export;

/// <summary>The nodes that make the graph's output of the network's logits.</summary>
/// <remarks>An image whose logits are not all finite has no classes, and the graph says so at every pixel: with the id 255, or with NaN.
/// Otherwise the largest of NaNs would be the class 0.</remarks>
internal static class OutputGraph
{
    /// <param name="graph">Gets the nodes.</param>
    /// <param name="description">What the graph returns.</param>
    /// <param name="images">What the logits are of.</param>
    /// <param name="logits">(N, K, h, w).</param>
    public static void Add(GraphBuilder graph, OnnxDescription description, GraphImages images, GraphValue logits)
    {
        string name = description.OutputName;
        long classes = description.ClassNames.Count;
        if (description.Output == OnnxOutput.NetworkLogits)
        {
            graph.Output(logits, name, ElementType.Float, images.Batch, classes, "rows", "columns");
            return;
        }

        var unsound = graph.HasUnsound(logits);
        if (description.Output == OnnxOutput.Ids)
        {
            var ids = graph.Cast(graph.ArgMax(Enlarge(logits)), ElementType.Uint8);
            ids = graph.Where(graph.Squeeze(unsound, axis: 1), graph.Constant("no_class", OnnxDescription.UnsoundId), ids);
            graph.Output(ids, name, ElementType.Uint8, images.Batch, images.Height, images.Width);
            return;
        }

        // A softmax makes a probability of 0 of a single −∞, and an enlargement to a smaller size passes numbers over.
        var enlarged = Enlarge(graph.Where(unsound, graph.Number(float.NaN), logits));
        var scores = description.Output == OnnxOutput.Softmax ? graph.Softmax(enlarged) : enlarged;
        graph.Output(scores, name, ElementType.Float, images.Batch, classes, images.Height, images.Width);

        GraphValue Enlarge(GraphValue values) => graph.Upsample(values, images.Size(), description.Resizing.AlignCorners);
    }
}
