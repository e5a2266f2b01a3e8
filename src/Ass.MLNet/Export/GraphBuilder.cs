using System.Runtime.InteropServices;
using Ass.MLNet.Onnx.Protocol;
using Ass.MLNet.Torch;
using Google.Protobuf;
using static TorchSharp.torch;
using ElementType = Ass.MLNet.Onnx.Protocol.TensorProto.Types.DataType;

namespace Ass.MLNet.Export;

/// <summary>Collects the nodes and constants of an ONNX graph. Nodes are added in the order in which they run.</summary>
internal sealed class GraphBuilder
{
    private readonly Dictionary<string, int> _counts = [];
    private readonly Dictionary<float, GraphValue> _numbers = [];

    /// <summary>The graph so far.</summary>
    public GraphProto Graph { get; } = new();

    /// <summary>Adds an input of the graph.</summary>
    public GraphValue Input(string name, ElementType type, params ReadOnlySpan<GraphDimension> shape)
    {
        Graph.Input.Add(Describe(name, type, shape));
        return new GraphValue(name);
    }

    /// <summary>Makes a value an output of the graph, under a name of its own.</summary>
    public void Output(GraphValue value, string name, ElementType type, params ReadOnlySpan<GraphDimension> shape)
    {
        // The node that made the value gives it the output's name: no copy is needed.
        var maker = Graph.Node.Single(node => node.Output.Contains(value.Name));
        foreach (var node in Graph.Node)
        {
            Rename(node.Input);
        }
        Rename(maker.Output);
        Graph.Output.Add(Describe(name, type, shape));

        void Rename(IList<string> names)
        {
            for (int i = 0; i < names.Count; i++)
            {
                names[i] = names[i] == value.Name ? name : names[i];
            }
        }
    }

    /// <summary>Adds a node with one output.</summary>
    /// <param name="operation">The operator, such as <c>Conv</c>.</param>
    /// <param name="inputs">What it takes; <see cref="GraphValue.None"/> for what is left out.</param>
    /// <param name="attributes">Its attributes.</param>
    /// <param name="name">The name of the node and its output; by default the operator's and a number.</param>
    public GraphValue Node(
        string operation,
        ReadOnlySpan<GraphValue> inputs,
        ReadOnlySpan<AttributeProto> attributes = default,
        string? name = null
    )
    {
        name ??= Unused(operation);
        var node = new NodeProto { OpType = operation, Name = name };
        foreach (var input in inputs)
        {
            node.Input.Add(input.Name);
        }
        foreach (var attribute in attributes)
        {
            node.Attribute.Add(attribute);
        }
        node.Output.Add(name);
        Graph.Node.Add(node);
        return new GraphValue(name);
    }

    /// <summary>Adds the values of a tensor of 32-bit floats on any device, as they are now.</summary>
    public GraphValue Constant(string name, Tensor values)
    {
        using var onCpu = values.cpu();
        using var dense = onCpu.ToChannelsFirst();
        return Constant(name, ElementType.Float, dense.shape, dense.bytes);
    }

    /// <summary>A single 32-bit float, there once however often it is asked for.</summary>
    public GraphValue Number(float value)
    {
        if (!_numbers.TryGetValue(value, out var number))
        {
            number = Constant("number", [], [value]);
            _numbers.Add(value, number);
        }
        return number;
    }

    /// <summary>Adds 32-bit floats.</summary>
    public GraphValue Constant(string name, ReadOnlySpan<long> shape, ReadOnlySpan<float> values) =>
        Constant(Unused(name), ElementType.Float, shape, MemoryMarshal.AsBytes(values));

    /// <summary>Adds a list of integers.</summary>
    public GraphValue Constant(string name, params ReadOnlySpan<long> values) =>
        Constant(Unused(name), ElementType.Int64, [values.Length], MemoryMarshal.AsBytes(values));

    /// <summary>Adds a single byte.</summary>
    public GraphValue Constant(string name, byte value) => Constant(Unused(name), ElementType.Uint8, [], [value]);

    private GraphValue Constant(string name, ElementType type, ReadOnlySpan<long> shape, ReadOnlySpan<byte> littleEndian)
    {
        var tensor = new TensorProto
        {
            Name = name,
            DataType = (int)type,
            RawData = ByteString.CopyFrom(littleEndian),
        };
        foreach (long side in shape)
        {
            tensor.Dims.Add(side);
        }
        Graph.Initializer.Add(tensor);
        return new GraphValue(name);
    }

    private string Unused(string name)
    {
        int number = _counts.GetValueOrDefault(name);
        _counts[name] = number + 1;
        return $"{name}_{number}";
    }

    private static ValueInfoProto Describe(string name, ElementType type, ReadOnlySpan<GraphDimension> shape)
    {
        var sides = new TensorShapeProto();
        foreach (var side in shape)
        {
            sides.Dim.Add(side.ToProto());
        }
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = sides };
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = tensor },
        };
    }
}
