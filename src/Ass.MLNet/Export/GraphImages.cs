namespace Ass.MLNet.Export;

/// <summary>Images on their way into the network, and the size that the graph was given them with.</summary>
/// <param name="Values">(N, 3, h, w), normalised, resized if the graph resizes images.</param>
/// <param name="Size">Adds what computes the size of the graph's input: H and W, two integers.</param>
/// <param name="Batch">N.</param>
/// <param name="Height">H.</param>
/// <param name="Width">W.</param>
internal sealed record GraphImages(
    GraphValue Values,
    Func<GraphValue> Size,
    GraphDimension Batch,
    GraphDimension Height,
    GraphDimension Width
);
