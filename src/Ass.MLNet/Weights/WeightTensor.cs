namespace Ass.MLNet;

/// <summary>One tensor of a network's weights, read from a file of another framework.</summary>
/// <param name="Name">The name PyTorch gives it, such as <c>layer1.0.conv1.weight</c> or <c>bn1.running_var</c>.</param>
/// <param name="Shape">Its dimensions: [out, in, height, width] for a convolution, [channels] for batch normalization.</param>
/// <param name="Values">Its elements, row-major.</param>
internal sealed record WeightTensor(string Name, long[] Shape, float[] Values);
