using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Benchmarks;

/// <summary>Whether this machine's libtorch computes the textbook's classifier rightly.</summary>
/// <remarks>On processors with AVX-512, libtorch 2.10 reads and uses memory behind tensors whose channels are no multiple of 16. In the classifier, which gives K channels, that makes
/// the gradient to the features wrong without a word, by a third for 19 classes and by half for 11, or NaN; losses and the classifier's own gradients are right. Time is the same.</remarks>
internal static class PlainConvolution
{
    /// <summary>The error of the gradient to the features, as a share of its length, in the classifier's first branch; by comparison with the same convolution with zero filters added.</summary>
    public static double GradientError(StepSetting setting, long channels)
    {
        using var scope = NewDisposeScope();
        int height = setting.Height / setting.OutputStride, width = setting.Width / setting.OutputStride, dilation = 6 * 8 / setting.OutputStride;
        int more = (16 - (setting.ClassCount % 16)) % 16;
        var features = randn(1, channels, height, width);
        var weight = randn(setting.ClassCount, channels, 3, 3);
        var gradient = randn(1, setting.ClassCount, height, width);
        var plain = Gradient(weight, gradient);
        var filled = Gradient(nn.functional.pad(weight, [0, 0, 0, 0, 0, 0, 0, more]), nn.functional.pad(gradient, [0, 0, 0, 0, 0, more]));
        return (plain - filled).norm().item<float>() / filled.norm().item<float>();

        Tensor Gradient(Tensor filters, Tensor outer)
        {
            var leaf = features.clone().requires_grad_();
            nn.functional.conv2d(leaf, filters, null, [1, 1], [dilation, dilation], [dilation, dilation]).backward([outer]);
            return leaf.grad!;
        }
    }
}
