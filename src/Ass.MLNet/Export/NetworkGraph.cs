using Ass.MLNet.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Export;

/// <summary><see cref="SegmentationModule"/> as nodes: what it computes in prediction, without a second classifier.</summary>
internal static class NetworkGraph
{
    /// <param name="graph">Gets the nodes.</param>
    /// <param name="network">The network.</param>
    /// <param name="images">(N, 3, H, W), normalised.</param>
    /// <returns>Logits (N, K, h, w).</returns>
    public static GraphValue Add(GraphBuilder graph, SegmentationModule network, GraphValue images)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var nodes = new ConvolutionNodes(graph, network);
        var features = network.Backbone switch
        {
            MobileNetV2 mobile => MobileNetV2Graph.Add(nodes, mobile, images),
            ResNet resnet when network.Decoder is { } decoder => SwiftNetDecoderGraph.Add(
                nodes,
                decoder,
                ResNetGraph.Add(nodes, resnet, images)
            ),
            ResNet resnet => ResNetGraph.Add(nodes, resnet, images)[^1],
            var other => throw new NotSupportedException($"{other.GetName()} has no form as a graph."),
        };
        return network.Classifier switch
        {
            AsppClassifier classifier => Sum(nodes, classifier.Summed, features),
            var convolution => nodes.Add(features, (AlignedConv2d)convolution),
        };
    }

    private static GraphValue Sum(ConvolutionNodes nodes, IReadOnlyList<AlignedConv2d> branches, GraphValue features)
    {
        var sum = nodes.Add(features, branches[0]);
        foreach (var branch in branches.Skip(1))
        {
            sum = nodes.Graph.Add(sum, nodes.Add(features, branch));
        }
        return sum;
    }
}
