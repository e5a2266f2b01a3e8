namespace Ass.MLNet.Weights.Onnx;

/// <summary>The convolutions of a ResNet, each with its batch normalization: names and checks their constant tensors.</summary>
internal sealed class OnnxConvolutions(OnnxGraph graph, OnnxConnections connections)
{
    private const float PyTorchEpsilon = 1e-5f;

    // ONNX's order of a batch normalization's inputs after the features.
    private static readonly string[] BatchNormTensors = ["weight", "bias", "running_mean", "running_var"];

    private readonly Dictionary<string, OnnxInitializer> _unused = IndexByName(graph, connections);
    private readonly List<(string Name, OnnxInitializer Tensor)> _tensors = [];
    private readonly HashSet<OnnxNode> _walked = [];

    /// <summary>The constant tensors found so far, with their PyTorch names.</summary>
    public IReadOnlyList<(string Name, OnnxInitializer Tensor)> Tensors => _tensors;

    /// <summary>Visits a convolution without bias and the batch normalization after it; returns their output.</summary>
    public FeatureMap Walk(OnnxNode convolution, FeatureMap input, string convolutionName, string batchNormName, int kernel, int stride)
    {
        if (!_walked.Add(convolution))
        {
            throw connections.Error($"{convolution} is met a second time, as {convolutionName}");
        }

        if (convolution.Inputs.Count != 2 || convolution.Inputs[0] != input.Name || convolution.Integer("group", absent: 1) != 1)
        {
            throw connections.Error(
                $"{convolutionName} ({convolution}) should be a convolution of '{input.Name}' in one group and without bias, found another"
            );
        }

        CheckWindow(convolution, convolutionName, kernel, stride);
        OnnxInitializer weight = Take(convolution.Inputs[1], $"{convolutionName}.weight");
        if (
            weight.Dimensions is not [var outputs, var inputs, var height, var width]
            || inputs != input.Channels
            || height != kernel
            || width != kernel
        )
        {
            throw connections.Error(
                $"{convolutionName}.weight should have the shape [channels, {input.Channels}, {kernel}, {kernel}], found {weight}"
            );
        }

        return new FeatureMap(WalkBatchNorm(connections.Output(convolution), outputs, batchNormName), outputs);
    }

    /// <summary>Checks the size, steps and position of the window that a convolution or pooling moves over its input.</summary>
    /// <remarks>
    /// Only the paddings at the beginning place the window. Those at the end may be one smaller than PyTorch's ([3, 3, 2, 2]): on
    /// even sizes the last row and column are never reached with stride 2.
    /// </remarks>
    public void CheckWindow(OnnxNode node, string name, int kernel, int stride)
    {
        IReadOnlyList<long> pads = node.Integers("pads", absent: [0, 0, 0, 0]);
        int margin = kernel / 2;
        bool fits =
            node.Integers("kernel_shape", absent: [kernel, kernel]).SequenceEqual([kernel, kernel])
            && node.Integers("strides", absent: [1, 1]).SequenceEqual([stride, stride])
            && node.Integers("dilations", absent: [1, 1]).SequenceEqual([1, 1])
            && pads is [var top, var left, var bottom, var right]
            && top == margin
            && left == margin
            && IsEndPadding(bottom)
            && IsEndPadding(right);
        if (!fits)
        {
            throw connections.Error(
                $"{name} ({node}) should have a {kernel}×{kernel} window with stride {stride}, padding {margin} and no dilation, "
                    + "found another"
            );
        }

        bool IsEndPadding(long padding) => padding == margin || (stride == 2 && kernel > 1 && padding == margin - 1);
    }

    /// <summary>Checks that every convolution of the file has been visited.</summary>
    public void CheckNoneLeft()
    {
        OnnxNode? left = graph.Nodes.FirstOrDefault(node => node.OpType == "Conv" && !_walked.Contains(node));
        if (left is not null)
        {
            throw connections.Error($"{left} is no part of a block");
        }
    }

    private string WalkBatchNorm(string features, long channels, string name)
    {
        OnnxNode node = connections.OnlyConsumer(features, "BatchNormalization");
        float epsilon = node.Float("epsilon", absent: PyTorchEpsilon);
        if (node.Inputs.Count != 1 + BatchNormTensors.Length || epsilon != PyTorchEpsilon)
        {
            throw connections.Error(
                $"{name} should have scale, shift, mean and variance and the epsilon {PyTorchEpsilon}, "
                    + $"found {node.Inputs.Count - 1} tensors and the epsilon {epsilon}"
            );
        }

        foreach ((string tensorName, string source) in BatchNormTensors.Zip(node.Inputs.Skip(1)))
        {
            OnnxInitializer tensor = Take(source, $"{name}.{tensorName}");
            if (!tensor.Dimensions.SequenceEqual([channels]))
            {
                throw connections.Error($"{name}.{tensorName} should have the shape [{channels}] of its convolution, found {tensor}");
            }
        }

        return connections.Output(node);
    }

    /// <summary>Gives a constant tensor its name. Each is used once, so that a small file cannot stand for a huge network.</summary>
    private OnnxInitializer Take(string source, string name)
    {
        if (!_unused.Remove(source, out OnnxInitializer? tensor))
        {
            throw connections.Error($"{name} should be a constant tensor of its own, found '{source}'");
        }

        _tensors.Add((name, tensor));
        return tensor;
    }

    private static Dictionary<string, OnnxInitializer> IndexByName(OnnxGraph graph, OnnxConnections connections)
    {
        var byName = new Dictionary<string, OnnxInitializer>();
        foreach (OnnxInitializer initializer in graph.Initializers)
        {
            if (!byName.TryAdd(initializer.Name, initializer))
            {
                throw connections.Error($"two constant tensors are called '{initializer.Name}'");
            }
        }

        return byName;
    }
}
