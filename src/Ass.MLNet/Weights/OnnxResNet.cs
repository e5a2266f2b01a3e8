namespace Ass.MLNet;

/// <summary>Reads the weights of a ResNet from an ONNX file, under PyTorch's names.</summary>
/// <remarks>
/// The file's own names say nothing (<c>Parameter91</c>, <c>Constant98</c>); what a tensor is follows from its place in the graph. The
/// file of <see cref="PretrainedWeights.ImageNet"/> is the ResNet-18 that this was written for.
/// </remarks>
internal static class OnnxResNet
{
    /// <summary>
    /// The backbone's tensors in the order of the graph, read one at a time while they are enumerated: <c>conv1</c>, <c>bn1</c>,
    /// <c>layer1.0.conv1</c>, …; <c>weight</c> for a convolution; <c>weight</c>, <c>bias</c>, <c>running_mean</c> and
    /// <c>running_var</c> for batch normalization; <c>downsample.0</c> and <c>downsample.1</c> for a shortcut with a projection.
    /// </summary>
    /// <exception cref="InvalidDataException">The file is no ONNX file, or no ResNet in PyTorch's arithmetic (thrown while enumerating).</exception>
    public static IEnumerable<WeightTensor> Read(string path)
    {
        using OnnxGraph graph = OnnxFile.Open(path);
        foreach ((string name, OnnxInitializer tensor) in new OnnxResNetWalk(graph).Tensors)
        {
            float[] values = graph.ReadValues(tensor);
            CheckValues(graph, name, values);
            yield return new WeightTensor(name, tensor.Dimensions, values);
        }
    }

    /// <summary>How many blocks each of the four stages has: 2, 2, 2, 3 for the file that ML.NET ships.</summary>
    /// <exception cref="InvalidDataException">The file is no ONNX file, or no ResNet in PyTorch's arithmetic.</exception>
    public static int[] BlockCounts(string path)
    {
        using OnnxGraph graph = OnnxFile.Open(path);
        return [.. new OnnxResNetWalk(graph).BlockCounts];
    }

    // A damaged file can have the right shape; one such value would turn every output into NaN without a word.
    private static void CheckValues(OnnxGraph graph, string name, float[] values)
    {
        bool isVariance = name.EndsWith("running_var", StringComparison.Ordinal);
        int bad = Array.FindIndex(values, value => !float.IsFinite(value) || (isVariance && value < 0));
        if (bad >= 0)
        {
            string expected = isVariance ? "a variance" : "a finite number";
            throw new InvalidDataException(
                $"'{graph.Path}' is damaged: {expected} was expected at element {bad} of {name}, found {values[bad]}.");
        }
    }
}
