using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ass.MLNet.Networks;

/// <summary>The few building blocks that all backbones share.</summary>
internal static class Layers
{
    /// <summary>A convolution without bias (a batch norm follows), padded so that only the stride changes the size.</summary>
    public static Convolution Conv(long inputs, long outputs, int kernel, int stride = 1, int dilation = 1, long groups = 1) =>
        new(inputs, outputs, kernel, stride, dilation, groups);

    /// <summary>Rectifies in place: the batch norm or sum before it does not need its own result for its gradient, so no second copy is
    /// kept.</summary>
    public static Tensor Relu(Tensor x) => x.relu_();

    /// <summary>Resizes (B, C, h, w) to H × W bilinearly.</summary>
    /// <param name="x">(B, C, h, w).</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <param name="alignCorners">Whether the corner pixels' centres stay in the corners, as in AdaptSegNet; otherwise the images' edges do
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
    /// <remarks>Why not <c>nn.init.normal_</c>: TorchSharp's takes a generator and does not use it.</remarks>
    public static void Fill(Tensor weight, Tensor? bias, double deviation, Generator generator)
    {
        using var _ = no_grad();
        weight.normal_(0, deviation, generator);
        bias?.zero_();
    }
}
