namespace Ass.MLNet.Weights.Onnx;

/// <summary>
/// Follows the graph of a ResNet of basic blocks (ResNet-18, ResNet-34) from its input to its last feature map and finds for each
/// constant tensor the name that PyTorch gives it.
/// </summary>
/// <remarks>
/// Everything is decided by what is connected to what; the order of the nodes in the file and the names in it do not matter. What
/// PyTorch's module would compute differently is an error, since the weights would load and the features be wrong.
/// </remarks>
internal sealed class OnnxResNetWalk
{
    private const int Stages = 4;

    private readonly OnnxConnections graph;
    private readonly OnnxConvolutions convolutions;
    private readonly List<int> blockCounts = [];

    /// <summary>Walks the whole graph.</summary>
    /// <exception cref="InvalidDataException">It is no such ResNet.</exception>
    public OnnxResNetWalk(OnnxGraph file)
    {
        graph = new OnnxConnections(file);
        convolutions = new OnnxConvolutions(file, graph);

        FeatureMap features = WalkStem();
        while (graph.Consumers(features.Name).Any(node => node.OpType == "Conv"))
        {
            features = WalkBlock(features);
        }

        if (blockCounts.Count != Stages)
        {
            throw graph.Error($"{Stages} stages of blocks were expected, found {blockCounts.Count}");
        }

        convolutions.CheckNoneLeft();
    }

    /// <summary>The constant tensors and their names in PyTorch.</summary>
    public IReadOnlyList<(string Name, OnnxInitializer Tensor)> Tensors => convolutions.Tensors;

    private FeatureMap WalkStem()
    {
        var image = new FeatureMap(graph.InputName(), Channels: 3);
        OnnxNode convolution = graph.OnlyConsumer(image.Name, "Conv");
        FeatureMap features = convolutions.Walk(convolution, image, "conv1", "bn1", kernel: 7, stride: 2);
        OnnxNode pool = graph.OnlyConsumer(graph.Follow(features.Name, "Relu"), "MaxPool");
        convolutions.CheckWindow(pool, "the stem's pooling", kernel: 3, stride: 2);
        return features with { Name = graph.Output(pool) };
    }

    /// <summary>One block: relu(bn2(conv2(relu(bn1(conv1(x))))) + shortcut(x)).</summary>
    private FeatureMap WalkBlock(FeatureMap input)
    {
        IReadOnlyList<OnnxNode> heads = graph.Consumers(input.Name);
        OnnxNode[] branches = [.. heads.Where(node => node.OpType == "Conv" && !IsProjection(node))];
        OnnxNode[] projections = [.. heads.Where(IsProjection)];
        bool projects = projections.Length == 1;
        if (heads.Count != 2 || branches.Length != 1 || !(projects || heads.Any(node => node.OpType == "Add")))
        {
            throw graph.Error(
                $"one branch of a block and one shortcut were expected behind '{input.Name}', found {string.Join(", ", heads)}");
        }

        if (blockCounts.Count == 0 || projects)
        {
            blockCounts.Add(0);
        }

        int indexInStage = blockCounts[^1]++;
        string block = $"layer{blockCounts.Count}.{indexInStage}";
        int stride = blockCounts.Count > 1 && indexInStage == 0 ? 2 : 1;

        FeatureMap branch = convolutions.Walk(branches[0], input, $"{block}.conv1", $"{block}.bn1", kernel: 3, stride);
        branch = branch with { Name = graph.Follow(branch.Name, "Relu") };
        OnnxNode second = graph.OnlyConsumer(branch.Name, "Conv");
        branch = convolutions.Walk(second, branch, $"{block}.conv2", $"{block}.bn2", kernel: 3, stride: 1);

        FeatureMap shortcut = projects
            ? convolutions.Walk(projections[0], input, $"{block}.downsample.0", $"{block}.downsample.1", kernel: 1, stride)
            : input;
        if (shortcut.Channels != branch.Channels)
        {
            throw graph.Error($"the shortcut of {block} should have {branch.Channels} channels, found {shortcut.Channels}");
        }

        return branch with { Name = graph.Follow(graph.Sum(branch.Name, shortcut.Name), "Relu") };
    }

    /// <summary>Whether a node is the shortcut's convolution: nothing but its normalization lies between it and the block's sum.</summary>
    private bool IsProjection(OnnxNode head) =>
        head.OpType == "Conv"
        && graph.OnlyConsumer(graph.Follow(graph.Output(head), "BatchNormalization")).OpType == "Add";
}
