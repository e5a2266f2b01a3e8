using Ass.MLNet.Networks;
using ReLU6 = TorchSharp.Modules.ReLU6;

namespace Ass.MLNet.Export;

/// <summary><see cref="MobileNetV2"/> as nodes.</summary>
internal static class MobileNetV2Graph
{
    /// <param name="nodes">Gets the convolutions.</param>
    /// <param name="mobile">The backbone.</param>
    /// <param name="images">(N, 3, H, W), normalised.</param>
    /// <returns>Its features.</returns>
    public static GraphValue Add(ConvolutionNodes nodes, MobileNetV2 mobile, GraphValue images)
    {
        var x = images;
        foreach (var layer in mobile.Layers)
        {
            x = layer switch
            {
                InvertedResidual residual => AddResidual(nodes, residual, x),
                NormalizedSequence sequence => AddSequence(nodes, sequence, x),
                _ => throw new NotSupportedException($"{layer.GetName()} has no form as a node."),
            };
        }
        return x;
    }

    private static GraphValue AddResidual(ConvolutionNodes nodes, InvertedResidual residual, GraphValue x)
    {
        var sum = AddSequence(nodes, residual.Sequence, x);
        return residual.HasShortcut ? nodes.Graph.Add(sum, x) : sum;
    }

    private static GraphValue AddSequence(ConvolutionNodes nodes, NormalizedSequence sequence, GraphValue x)
    {
        for (int i = 0; i < sequence.Layers.Count; i++)
        {
            x = sequence.Layers[i] switch
            {
                NormalizedSequence inner => AddSequence(nodes, inner, x),
                Convolution convolution when sequence.Layers[++i] is BatchNorm norm => nodes.Add(x, convolution, norm),
                ReLU6 => nodes.Graph.Relu6(x),
                var other => throw new NotSupportedException($"{other.GetName()} has no form as a node."),
            };
        }
        return x;
    }
}
