using Ass.MLNet.Networks;
using Ass.MLNet.Weights.Tensors;

namespace Ass.MLNet.Weights.Onnx;

/// <summary>Opens the weights of a ResNet in an ONNX file, under PyTorch's names.</summary>
/// <remarks>
/// The file's own names say nothing (<c>Parameter91</c>, <c>Constant98</c>); a tensor's role follows from its place in the graph. This was
/// written for the ResNet-18 of <see cref="PretrainedWeights.ImageNet"/>.
/// </remarks>
internal static class OnnxResNet
{
    private const string Backbone = "backbone.";

    /// <summary>
    /// The backbone's tensors in the order of the graph: <c>conv1</c>, <c>bn1</c>, <c>layer1.0.conv1</c>, …; <c>weight</c> for a
    /// convolution; <c>weight</c>, <c>bias</c>, <c>running_mean</c> and <c>running_var</c> for batch normalization; <c>downsample.0</c> and
    /// <c>downsample.1</c> for a shortcut with a projection.
    /// </summary>
    /// <exception cref="InvalidDataException">The file is not an ONNX file, or not a ResNet with PyTorch's arithmetic.</exception>
    public static WeightFile Open(string path)
    {
        OnnxGraph graph = OnnxFile.Open(path);
        try
        {
            RefuseOwnExport(graph);
            return new WeightFile(
                path,
                "ONNX",
                [
                    .. new OnnxResNetWalk(graph).Tensors.Select(item => new WeightTensor(item.Name, item.Tensor.Dimensions, values =>
                        graph.ReadValues(item.Tensor).CopyTo(values)
                    )),
                ],
                InputNormalization.Subtract(ImageNetResNet18.MeanBgr),
                graph
            );
        }
        catch
        {
            graph.Dispose();
            throw;
        }
    }

    /// <summary>The graphs that this library writes name weights after layers, and have no batch norms left to start from.</summary>
    private static void RefuseOwnExport(OnnxGraph graph)
    {
        if (graph.Initializers.Any(tensor => tensor.Name.StartsWith(Backbone, StringComparison.Ordinal)))
        {
            throw new InvalidDataException(
                $"'{graph.Path}' is a network that this library exported for prediction: its batch norms are folded into its convolutions, "
                    + "so it cannot be trained. Start from the model that it was exported from, or from weights saved as safetensors."
            );
        }
    }
}
