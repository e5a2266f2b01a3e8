namespace Ass.MLNet.Weights.Tensors;

/// <summary>One tensor of a weight file. Its values stay in the file until they are read.</summary>
/// <param name="Name">Its name in the file or, for ONNX files, in PyTorch, such as <c>layer1.0.conv1.weight</c> or
/// <c>bn1.running_var</c>.</param>
/// <param name="Shape">Its dimensions: [out, in, height, width] for a convolution, [channels] for batch normalization.</param>
/// <param name="Read">Reads its elements as 32-bit floats, row-major, into a span of exactly their number. Throws
/// <see cref="InvalidDataException"/> if the file is damaged.</param>
internal sealed record WeightTensor(string Name, long[] Shape, Action<Span<float>> Read);
