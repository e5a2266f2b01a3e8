using Ass.MLNet.Onnx;
using ElementType = Ass.MLNet.Onnx.Protocol.TensorProto.Types.DataType;

namespace Ass.MLNet.Export;

/// <summary>The nodes that make the graph's output of the network's logits.</summary>
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

        var enlarged = graph.Upsample(logits, images.Size(), description.Resizing.AlignCorners);
        if (description.Output == OnnxOutput.Ids)
        {
            var ids = graph.Cast(graph.ArgMax(enlarged), ElementType.Uint8);
            graph.Output(ids, name, ElementType.Uint8, images.Batch, images.Height, images.Width);
            return;
        }

        var scores = description.Output == OnnxOutput.Softmax ? graph.Softmax(enlarged) : enlarged;
        graph.Output(scores, name, ElementType.Float, images.Batch, classes, images.Height, images.Width);
    }
}
