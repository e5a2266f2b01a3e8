using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ass.MLNet.Networks;

/// <summary>Building blocks shared by all backbones.</summary>
internal static class Layers
{
    /// <summary>A convolution without bias (a batch norm follows), padded so that only the stride changes the size.</summary>
    public static Convolution Conv(long inputs, long outputs, int kernel, int stride = 1, int dilation = 1, long groups = 1) =>
        new(inputs, outputs, kernel, stride, dilation, groups);

    /// <summary>ReLU in place: the preceding batch norm or sum does not need its output for its gradient, so no second copy is
    /// kept.</summary>
    public static Tensor Relu(Tensor x) => x.relu_();

    /// <summary>Resizes (B, C, h, w) to H × W bilinearly.</summary>
    /// <param name="x">(B, C, h, w).</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <param name="alignCorners">Whether to align the corner pixels' centres, as in AdaptSegNet; otherwise the image edges are aligned
    /// (pixel centres at half-integers).</param>
    public static Tensor Upsample(Tensor x, long height, long width, bool alignCorners = false) =>
        x.shape[2] == height && x.shape[3] == width
            ? x.alias()
            : nn.functional.interpolate(x, [height, width], mode: InterpolationMode.Bilinear, align_corners: alignCorners);

    /// <summary>Initialises every convolution from <paramref name="generator"/>, so that one seed gives one network.</summary>
    public static void InitializeConvolutions(nn.Module module, Generator generator)
    {
        foreach (var convolution in module.modules().OfType<Convolution>())
        {
            convolution.Initialize(generator);
        }
    }

    /// <summary>Draws weights from N(0, <paramref name="deviation"/>) and sets the bias, if there is one, to 0.</summary>
    /// <remarks>Why not <c>nn.init.normal_</c>: TorchSharp's version accepts a generator but ignores it.</remarks>
    public static void Fill(Tensor weight, Tensor? bias, double deviation, Generator generator)
    {
        using var _ = no_grad();
        weight.normal_(0, deviation, generator);
        bias?.zero_();
    }
}
