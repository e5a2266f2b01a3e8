namespace Ass.MLNet.Weights.Onnx;

/// <summary>The connections between the nodes of an ONNX graph.</summary>
internal sealed class OnnxConnections
{
    private readonly OnnxGraph _graph;
    private readonly HashSet<string> _produced = [];
    private readonly Dictionary<string, List<OnnxNode>> _consumers = [];

    /// <summary>Connects the nodes by the names of their inputs and outputs.</summary>
    /// <exception cref="InvalidDataException">Two nodes produce the same tensor.</exception>
    public OnnxConnections(OnnxGraph graph)
    {
        _graph = graph;
        foreach (OnnxNode node in graph.Nodes)
        {
            // An empty name stands for an omitted optional input or output.
            foreach (string output in node.Outputs.Where(name => name.Length > 0))
            {
                if (!_produced.Add(output))
                {
                    throw Error($"two nodes make the tensor '{output}'");
                }
            }

            foreach (string input in node.Inputs.Where(name => name.Length > 0))
            {
                if (!_consumers.TryGetValue(input, out List<OnnxNode>? takers))
                {
                    _consumers.Add(input, takers = []);
                }

                takers.Add(node);
            }
        }
    }

    /// <summary>The graph's input: the tensor that is used but is neither a node's output nor constant.</summary>
    public string InputName()
    {
        HashSet<string> constants = [.. _graph.Initializers.Select(initializer => initializer.Name)];
        string[] names = [.. _consumers.Keys.Where(name => !_produced.Contains(name) && !constants.Contains(name))];
        return names.Length == 1
            ? names[0]
            : throw Error($"one input, the image, was expected, found {names.Length}: {string.Join(", ", names.Take(5))}");
    }

    /// <summary>The nodes that consume a tensor.</summary>
    public IReadOnlyList<OnnxNode> Consumers(string tensor) => _consumers.TryGetValue(tensor, out List<OnnxNode>? takers) ? takers : [];

    /// <summary>The only node that consumes a tensor.</summary>
    public OnnxNode OnlyConsumer(string tensor)
    {
        IReadOnlyList<OnnxNode> nodes = Consumers(tensor);
        return nodes.Count == 1 ? nodes[0] : throw Error($"one node was expected behind '{tensor}', found {nodes.Count}");
    }

    /// <summary>The only node that consumes a tensor, which must be its first input; the node must be of this type.</summary>
    public OnnxNode OnlyConsumer(string tensor, string opType)
    {
        OnnxNode node = OnlyConsumer(tensor);
        return node.OpType == opType && node.Inputs[0] == tensor
            ? node
            : throw Error($"{opType} was expected behind '{tensor}', found {node}");
    }

    /// <summary>The output of the only node that consumes a tensor, which must be of this type.</summary>
    public string Follow(string tensor, string opType) => Output(OnlyConsumer(tensor, opType));

    /// <summary>The output of the node that adds the end of a block's branch and its shortcut.</summary>
    public string Sum(string branch, string shortcut)
    {
        OnnxNode node = OnlyConsumer(branch);
        return node.OpType == "Add" && node.Inputs.Count == 2 && node.Inputs.Contains(branch) && node.Inputs.Contains(shortcut)
            ? Output(node)
            : throw Error($"the sum of '{branch}' and '{shortcut}' was expected, found {node} of {string.Join(", ", node.Inputs)}");
    }

    /// <summary>A node's output.</summary>
    public string Output(OnnxNode node) => node.Outputs.Count > 0 ? node.Outputs[0] : throw Error($"a node {node.OpType} makes nothing");

    /// <summary>An error that names the file.</summary>
    public InvalidDataException Error(string problem) => new($"'{_graph.Path}' holds no ResNet with PyTorch's arithmetic: {problem}.");
}
