using Ass.MLNet.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Benchmarks;

/// <summary>The textbook's convolutions from or to the K classes.</summary>
/// <remarks>
/// What a user writes is <c>nn.Conv2d</c>. But libtorch 2.10's CPU kernels use memory behind tensors whose channels are no multiple of 16,
/// and on processors with AVX-512 that makes the classifier's gradient to the features wrong without a word (by a third of its length for
/// 19 classes, by half for 11) and the discriminator's first convolution too, or NaN. The time is what it would be. So the textbook is
/// measured as it would be written, and compared with its sound counterpart: the same with the library's <see cref="AlignedConv2d"/>.
/// </remarks>
internal static class TextbookConvolution
{
    public static nn.Module<Tensor, Tensor> Create(
        bool sound,
        long inputs,
        long outputs,
        int kernel,
        int stride = 1,
        int padding = 0,
        int dilation = 1
    ) =>
        sound
            ? new AlignedConv2d(inputs, outputs, kernel, stride, padding, dilation)
            : nn.Conv2d(inputs, outputs, kernel, stride: stride, padding: padding, dilation: dilation);
}
