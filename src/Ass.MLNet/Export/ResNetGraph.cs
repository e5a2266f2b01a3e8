using Ass.MLNet.Networks;

namespace Ass.MLNet.Export;

/// <summary><see cref="ResNet"/> as nodes.</summary>
internal static class ResNetGraph
{
    /// <summary>The feature maps of all four stages, from the finest to the coarsest.</summary>
    /// <param name="nodes">Gets the convolutions.</param>
    /// <param name="resnet">The backbone.</param>
    /// <param name="images">(N, 3, H, W), normalised.</param>
    public static IReadOnlyList<GraphValue> Add(ConvolutionNodes nodes, ResNet resnet, GraphValue images)
    {
        var (convolution, norm) = resnet.Normalized.Single();
        var x = nodes.Graph.Relu(nodes.Add(images, convolution, norm));
        x = nodes.Graph.MaxPool(x, resnet.CeilModePooling);
        var stages = new List<GraphValue>();
        foreach (var stage in resnet.Blocks)
        {
            foreach (var block in stage)
            {
                x = AddBlock(nodes, block, x);
            }
            stages.Add(x);
        }
        return stages;
    }

    private static GraphValue AddBlock(ConvolutionNodes nodes, IResNetBlock block, GraphValue x)
    {
        var residual = x;
        foreach (var (index, (convolution, norm)) in block.Normalized.Index())
        {
            residual = nodes.Add(index == 0 ? x : nodes.Graph.Relu(residual), convolution, norm);
        }

        var shortcut = x;
        if (block.Downsample is { } downsample)
        {
            var (convolution, norm) = downsample.Normalized.Single();
            shortcut = nodes.Add(x, convolution, norm);
        }
        return nodes.Graph.Relu(nodes.Graph.Add(residual, shortcut));
    }
}
