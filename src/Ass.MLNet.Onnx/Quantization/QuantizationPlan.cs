using Ass.MLNet.Onnx.Protocol;

namespace Ass.MLNet.Quantization;

/// <summary>Which convolutions of a graph compute with integers, and which values are integers between them.</summary>
/// <remarks>
/// What a network computes becomes integers, from the normalised image to its scores; additions and pooling too, since an addition of
/// floats between convolutions of integers costs twice the time of the whole. What prepares the image and what follows the scores stays as
/// it is: scores that are enlarged as integers have ties, a third of the pixels that change their class, and floats cost one percent of the
/// time there.
/// </remarks>
internal sealed class QuantizationPlan
{
    private readonly Dictionary<string, NodeProto> _makers = [];
    private readonly ILookup<string, NodeProto> _users;
    private readonly Dictionary<string, TensorProto> _constants;
    private readonly HashSet<NodeProto> _convolutions;
    private readonly Dictionary<string, string> _sources = [];

    /// <param name="graph">The graph, whose nodes are in the order in which they run.</param>
    public QuantizationPlan(GraphProto graph)
    {
        foreach (var node in graph.Node)
        {
            foreach (string output in node.Output)
            {
                _makers[output] = node;
            }
        }
        _users = graph.Node.SelectMany(node => node.Input.Select(input => (input, node))).ToLookup(use => use.input, use => use.node);
        _constants = graph.Initializer.GroupBy(tensor => tensor.Name).ToDictionary(tensors => tensors.Key, tensors => tensors.First());
        _convolutions = [.. graph.Node.Where(IsQuantizable)];
        FindValues(graph, FindScores(graph));
    }

    /// <summary>Whether no convolution has weights that can become integers.</summary>
    public bool IsEmpty => _convolutions.Count == 0;

    /// <summary>The values whose ranges have to be known.</summary>
    public IEnumerable<string> Measured => _sources.Values.Distinct();

    /// <summary>Whether a node is a convolution that computes with integers.</summary>
    public bool IsConvolution(NodeProto node) => _convolutions.Contains(node);

    /// <summary>The value whose range holds for a value that becomes integers: itself, or what was pooled or enlarged, which has to keep
    /// its range for ONNX Runtime to compute it with integers; null for a value that stays as it is.</summary>
    public string? RangeOf(string value) => _sources.GetValueOrDefault(value);

    /// <summary>The 32-bit floats of a constant.</summary>
    public TensorProto Constant(string name) => _constants[name];

    private bool IsQuantizable(NodeProto node) =>
        node is { OpType: "Conv", Input: [var input, ..], Output.Count: 1 }
        && !_constants.ContainsKey(input)
        && _makers.ContainsKey(input)
        && node.Input.Count is 2 or 3
        && node.Input.Skip(1).All(IsOwnFloats)
        && _constants[node.Input[1]].Dims is [> 0, ..] dims
        && (node.Input.Count == 2 || _constants[node.Input[2]].RawData.Length == dims[0] * sizeof(float));

    /// <summary>Whether a value is a constant of 32-bit floats that one node alone uses.</summary>
    private bool IsOwnFloats(string name) =>
        _constants.TryGetValue(name, out var tensor)
        && tensor.DataType == (int)TensorProto.Types.DataType.Float
        && tensor.RawData.Length > 0
        && tensor.RawData.Length == tensor.Dims.Aggregate((long)sizeof(float), (bytes, side) => bytes * side)
        && _users[name].Count() == 1;

    /// <summary>The network's scores, and what is made of them on the way to the graph's outputs.</summary>
    private HashSet<string> FindScores(GraphProto graph)
    {
        var found = new HashSet<string>();
        var open = new Stack<string>(graph.Output.Select(output => output.Name));
        while (open.TryPop(out string? value))
        {
            if (!found.Add(value) || !_makers.TryGetValue(value, out var maker))
            {
                continue;
            }
            int inputs = maker.OpType switch
            {
                "Add" or "Where" => maker.Input.Count,
                "Cast" or "ArgMax" or "Softmax" or "Resize" => 1,
                _ => 0,
            };
            foreach (string input in maker.Input.Take(inputs))
            {
                open.Push(input);
            }
        }
        return found;
    }

    private void FindValues(GraphProto graph, HashSet<string> scores)
    {
        var computed = new HashSet<string>();
        foreach (var node in graph.Node.Where(node => node.Output.Count == 1))
        {
            if (IsConvolution(node) && !computed.Contains(node.Input[0]))
            {
                _sources.TryAdd(node.Input[0], node.Input[0]);
            }

            bool isComputed = node.OpType switch
            {
                "Conv" => IsConvolution(node),
                "Relu" or "Clip" or "MaxPool" or "Resize" => computed.Contains(node.Input[0]),
                "Add" => node.Input.All(computed.Contains),
                _ => false,
            };
            string output = node.Output[0];
            if (!isComputed)
            {
                continue;
            }
            computed.Add(output);
            if (IsRectifiedAlone(output) || (scores.Contains(output) && node.OpType != "Conv"))
            {
                continue;
            }
            bool keepsRange = node.OpType is "MaxPool" or "Resize" && _sources.ContainsKey(node.Input[0]);
            _sources[output] = keepsRange ? _sources[node.Input[0]] : output;
        }
    }

    /// <summary>Whether a value is there for a ReLU alone, which is computed along with what makes the value.</summary>
    private bool IsRectifiedAlone(string value) =>
        _users[value].Where(node => node.OpType != "Shape").ToList() is [{ OpType: "Relu" or "Clip" }];
}
