using Ass.MLNet.Networks;
using Ass.MLNet.Onnx.Protocol;
using TorchSharp;
using static Ass.MLNet.Export.NodeAttributes;
using static TorchSharp.torch;

namespace Ass.MLNet.Export;

/// <summary>Adds a network's convolutions to a graph, under the names of its layers. Batch norms are folded into them, as in
/// prediction.</summary>
/// <param name="graph">The graph.</param>
/// <param name="network">The network with all these convolutions.</param>
internal sealed class ConvolutionNodes(GraphBuilder graph, nn.Module network)
{
    private readonly Dictionary<nn.Module, string> _names = network.named_modules().ToDictionary(item => item.module, item => item.name);

    public GraphBuilder Graph => graph;

    /// <summary>A convolution and the batch norm after it, as one convolution with a bias.</summary>
    public GraphValue Add(GraphValue x, Convolution convolution, BatchNorm norm)
    {
        var (scale, shift) = norm.Affine();
        using var _ = scale;
        using var folded = FoldedFilters.Of(convolution, scale, shift);
        return Add(x, _names[convolution], folded.Filters, folded.Bias, convolution.Geometry);
    }

    /// <summary>A convolution with a bias of its own.</summary>
    public GraphValue Add(GraphValue x, AlignedConv2d convolution) =>
        Add(x, _names[convolution], convolution.Weight, convolution.Bias, convolution.Geometry);

    private GraphValue Add(GraphValue x, string name, Tensor weight, Tensor bias, ConvolutionGeometry geometry)
    {
        var (stride, padding, dilation, groups) = geometry;
        return graph.Node(
            "Conv",
            [x, graph.Constant($"{name}.weight", weight), graph.Constant($"{name}.bias", bias)],
            [
                Numbers("kernel_shape", weight.shape[2], weight.shape[3]),
                Numbers("strides", stride, stride),
                Numbers("pads", padding, padding, padding, padding),
                Numbers("dilations", dilation, dilation),
                Number("group", groups),
            ],
            name
        );
    }
}
