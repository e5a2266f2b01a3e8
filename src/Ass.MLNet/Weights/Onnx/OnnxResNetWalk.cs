namespace Ass.MLNet.Weights.Onnx;

/// <summary> Follows the graph of a ResNet of basic blocks (ResNet-18, ResNet-34) from its input to its last feature map and finds the
/// PyTorch name of each constant tensor.
/// </summary>
/// <remarks>
/// Only the connections matter, not the file's node order or names. Any difference from PyTorch's computation is an error, since otherwise
/// the weights would load but give wrong features.
/// </remarks>
internal sealed class OnnxResNetWalk
{
    private const int Stages = 4;

    private readonly OnnxConnections _graph;
    private readonly OnnxConvolutions _convolutions;
    private readonly List<int> _blockCounts = [];

    /// <summary>Walks the whole graph.</summary>
    /// <exception cref="InvalidDataException">The graph is not such a ResNet.</exception>
    public OnnxResNetWalk(OnnxGraph file)
    {
        _graph = new OnnxConnections(file);
        _convolutions = new OnnxConvolutions(file, _graph);

        FeatureMap features = WalkStem();
        while (_graph.Consumers(features.Name).Any(node => node.OpType == "Conv"))
        {
            features = WalkBlock(features);
        }

        if (_blockCounts.Count != Stages)
        {
            throw _graph.Error($"{Stages} stages of blocks were expected, found {_blockCounts.Count}");
        }

        _convolutions.CheckNoneLeft();
    }

    /// <summary>The constant tensors and their names in PyTorch.</summary>
    public IReadOnlyList<(string Name, OnnxInitializer Tensor)> Tensors => _convolutions.Tensors;

    private FeatureMap WalkStem()
    {
        var image = new FeatureMap(_graph.InputName(), Channels: 3);
        OnnxNode convolution = _graph.OnlyConsumer(image.Name, "Conv");
        FeatureMap features = _convolutions.Walk(convolution, image, "conv1", "bn1", kernel: 7, stride: 2);
        OnnxNode pool = _graph.OnlyConsumer(_graph.Follow(features.Name, "Relu"), "MaxPool");
        _convolutions.CheckWindow(pool, "the stem's pooling", kernel: 3, stride: 2);
        return features with { Name = _graph.Output(pool) };
    }

    /// <summary>One block: relu(bn2(conv2(relu(bn1(conv1(x))))) + shortcut(x)).</summary>
    private FeatureMap WalkBlock(FeatureMap input)
    {
        IReadOnlyList<OnnxNode> heads = _graph.Consumers(input.Name);
        OnnxNode[] branches = [.. heads.Where(node => node.OpType == "Conv" && !IsProjection(node))];
        OnnxNode[] projections = [.. heads.Where(IsProjection)];
        bool projects = projections.Length == 1;
        if (heads.Count != 2 || branches.Length != 1 || !(projects || heads.Any(node => node.OpType == "Add")))
        {
            throw _graph.Error(
                $"one branch of a block and one shortcut were expected behind '{input.Name}', found {string.Join(", ", heads)}"
            );
        }

        if (_blockCounts.Count == 0 || projects)
        {
            _blockCounts.Add(0);
        }

        int indexInStage = _blockCounts[^1]++;
        string block = $"layer{_blockCounts.Count}.{indexInStage}";
        int stride = _blockCounts.Count > 1 && indexInStage == 0 ? 2 : 1;

        FeatureMap branch = _convolutions.Walk(branches[0], input, $"{block}.conv1", $"{block}.bn1", kernel: 3, stride);
        branch = branch with { Name = _graph.Follow(branch.Name, "Relu") };
        OnnxNode second = _graph.OnlyConsumer(branch.Name, "Conv");
        branch = _convolutions.Walk(second, branch, $"{block}.conv2", $"{block}.bn2", kernel: 3, stride: 1);

        FeatureMap shortcut = projects
            ? _convolutions.Walk(projections[0], input, $"{block}.downsample.0", $"{block}.downsample.1", kernel: 1, stride)
            : input;
        if (shortcut.Channels != branch.Channels)
        {
            throw _graph.Error($"the shortcut of {block} should have {branch.Channels} channels, found {shortcut.Channels}");
        }

        return branch with
        {
            Name = _graph.Follow(_graph.Sum(branch.Name, shortcut.Name), "Relu"),
        };
    }

    /// <summary>Whether a node is the shortcut's convolution: only its normalization lies between it and the block's sum.</summary>
    private bool IsProjection(OnnxNode head) =>
        head.OpType == "Conv" && _graph.OnlyConsumer(_graph.Follow(_graph.Output(head), "BatchNormalization")).OpType == "Add";
}
