using Ass.MLNet.Networks;

namespace Ass.MLNet.Export;

/// <summary><see cref="SwiftNetDecoder"/> as nodes.</summary>
internal static class SwiftNetDecoderGraph
{
    /// <param name="nodes">Gets the convolutions.</param>
    /// <param name="decoder">The decoder.</param>
    /// <param name="stages">Feature maps, from the finest to the coarsest.</param>
    /// <returns>Features of the finest stage's size.</returns>
    public static GraphValue Add(ConvolutionNodes nodes, SwiftNetDecoder decoder, IReadOnlyList<GraphValue> stages)
    {
        var graph = nodes.Graph;
        var features = Lateral(stages.Count - 1);
        for (int i = stages.Count - 2; i >= 0; i--)
        {
            var lateral = Lateral(i);
            var enlarged = graph.Upsample(features, graph.Shape(lateral, 2, 4));
            features = graph.Relu(nodes.Add(graph.Add(lateral, enlarged), decoder.Blends[i]));
        }
        return features;

        GraphValue Lateral(int index) => nodes.Add(stages[index], decoder.Laterals[index]);
    }
}
