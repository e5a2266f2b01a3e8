using System.Runtime.InteropServices;
using Ass.MLNet.Onnx.Protocol;
using Google.Protobuf;
using AttributeType = Ass.MLNet.Onnx.Protocol.AttributeProto.Types.AttributeType;
using ElementType = Ass.MLNet.Onnx.Protocol.TensorProto.Types.DataType;

namespace Ass.MLNet.Quantization;

/// <summary>Writes integers into a graph: every value that becomes integers is quantized and at once dequantized again, and weights are
/// dequantized from integers.</summary>
/// <remarks>
/// Why so, and not with the operators for integers: what a pair of <c>QuantizeLinear</c> and <c>DequantizeLinear</c> means is part of the
/// ONNX standard, and every runtime puts its own operators for integers in the place of such pairs and the node between them. Where it has
/// none for a node, as on a GPU, the node computes with floats. The pair's result has the value's name, so the nodes that use it stay as
/// they are.
/// </remarks>
/// <param name="graph">The graph, which is changed.</param>
/// <param name="plan">What becomes integers in it.</param>
/// <param name="ranges">The ranges of the values that were measured.</param>
internal sealed class QuantizedGraph(GraphProto graph, QuantizationPlan plan, IReadOnlyDictionary<string, ActivationRange> ranges)
{
    private readonly HashSet<string> _withScale = [];
    private readonly HashSet<string> _replaced = [];
    private readonly List<NodeProto> _nodes = [];

    /// <summary>Changes the graph.</summary>
    public void Write()
    {
        NodeProto[] nodes = [.. graph.Node];
        foreach (var node in nodes)
        {
            if (plan.IsConvolution(node))
            {
                QuantizeWeights(node);
            }
            if (node.OpType == "Shape" && plan.RangeOf(node.Input[0]) is not null)
            {
                // Otherwise the value would be made as floats for its shape alone.
                node.Input[0] = Integers(node.Input[0]);
            }
            _nodes.Add(node);
            for (int i = 0; i < node.Output.Count; i++)
            {
                if (plan.RangeOf(node.Output[i]) is { } source)
                {
                    string value = node.Output[i],
                        floats = $"{value}_float";
                    node.Output[i] = floats;
                    AddScale(source);
                    Add("QuantizeLinear", [floats, Scale(source), Zero(source)], Integers(value));
                    Add("DequantizeLinear", [Integers(value), Scale(source), Zero(source)], value);
                }
            }
        }

        graph.Node.Clear();
        graph.Node.Add(_nodes);
        TensorProto[] left = [.. graph.Initializer.Where(tensor => !_replaced.Contains(tensor.Name))];
        graph.Initializer.Clear();
        graph.Initializer.Add(left);
    }

    private static string Integers(string value) => $"{value}_int8";

    private static string Scale(string value) => $"{value}_scale";

    private static string Zero(string value) => $"{value}_zero";

    private void AddScale(string value)
    {
        if (_withScale.Add(value))
        {
            var range = ranges[value];
            Add(Scale(value), ElementType.Float, [], [range.Scale]);
            Add(Zero(value), ElementType.Uint8, [], [range.ZeroPoint]);
        }
    }

    private void QuantizeWeights(NodeProto node)
    {
        var weights = plan.Constant(node.Input[1]);
        var bias = node.Input.Count > 2 ? plan.Constant(node.Input[2]) : null;
        var integers = IntegerWeights.Of(
            Floats(weights),
            bias is null ? [] : Floats(bias),
            (int)weights.Dims[0],
            ranges[plan.RangeOf(node.Input[0])!].Scale
        );
        Dequantize(weights, ElementType.Int8, integers.Weights, integers.Scales);
        if (bias is not null)
        {
            Dequantize(bias, ElementType.Int32, integers.Bias, integers.BiasScales);
        }
    }

    /// <summary>Replaces a constant with integers and a scale for each of its channels.</summary>
    private void Dequantize<T>(TensorProto constant, ElementType type, T[] integers, float[] scales)
        where T : unmanaged
    {
        string name = constant.Name;
        _replaced.Add(name);
        Add(Integers(name), type, [.. constant.Dims], integers);
        Add(Scale(name), ElementType.Float, [scales.Length], scales);
        Add(Zero(name), type, [scales.Length], new T[scales.Length]);
        Add("DequantizeLinear", [Integers(name), Scale(name), Zero(name)], name)
            .Attribute.Add(
                new AttributeProto
                {
                    Name = "axis",
                    Type = AttributeType.Int,
                    I = 0,
                }
            );
    }

    private NodeProto Add(string operation, ReadOnlySpan<string> inputs, string output)
    {
        var node = new NodeProto { OpType = operation, Name = $"{output}_{operation}" };
        foreach (string input in inputs)
        {
            node.Input.Add(input);
        }
        node.Output.Add(output);
        _nodes.Add(node);
        return node;
    }

    private void Add<T>(string name, ElementType type, long[] dimensions, T[] values)
        where T : unmanaged
    {
        var tensor = new TensorProto
        {
            Name = name,
            DataType = (int)type,
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<T>(values)),
        };
        tensor.Dims.Add(dimensions);
        graph.Initializer.Add(tensor);
    }

    private static ReadOnlySpan<float> Floats(TensorProto tensor) => MemoryMarshal.Cast<byte, float>(tensor.RawData.Span);
}
