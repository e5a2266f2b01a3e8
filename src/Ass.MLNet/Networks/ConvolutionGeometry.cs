namespace Ass.MLNet.Networks;

/// <summary>Where a convolution's filters lie on its input; the same along both sides.</summary>
/// <param name="Stride">Input pixels from one output value to the next.</param>
/// <param name="Padding">Zeros at each edge.</param>
/// <param name="Dilation">Input pixels from one of a filter's weights to the next.</param>
/// <param name="Groups">Number of groups of channels that are filtered apart from each other.</param>
internal readonly record struct ConvolutionGeometry(long Stride, long Padding, long Dilation, long Groups = 1);
