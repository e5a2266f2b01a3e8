using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ass.MLNet;

/// <summary>The few building blocks that all backbones share.</summary>
internal static class Layers
{
    /// <summary>A convolution without bias (a batch norm follows), padded so that only the stride changes the size.</summary>
    public static Conv2d Conv(long inputs, long outputs, int kernel, int stride = 1, int dilation = 1, long groups = 1) =>
        nn.Conv2d(inputs, outputs, kernel, stride: stride, padding: dilation * (kernel - 1) / 2, dilation: dilation, groups: groups, bias: false);

    /// <summary>Rectifies in place: the batch norm or sum before it does not need its own result for its gradient, so no second copy is kept.</summary>
    public static Tensor Relu(Tensor x) => x.relu_();

    /// <summary>Resizes (B, C, h, w) to H × W bilinearly, pixel centres at half-integers (<c>align_corners = false</c>).</summary>
    public static Tensor Upsample(Tensor x, long height, long width) =>
        x.shape[2] == height && x.shape[3] == width
            ? x.alias()
            : nn.functional.interpolate(x, [height, width], mode: InterpolationMode.Bilinear, align_corners: false);

    /// <summary>Initialises every convolution as He et al. (2015) do, fan out, from <paramref name="generator"/> so that one seed gives one network.</summary>
    public static void InitializeConvolutions(nn.Module module, Generator generator)
    {
        using var _ = no_grad();
        foreach (var conv in module.modules().OfType<Conv2d>())
        {
            var shape = conv.weight.shape;
            double fanOut = (double)shape[0] / conv.groups * shape[2] * shape[3];
            nn.init.normal_(conv.weight, 0, Math.Sqrt(2 / fanOut), generator);
            if (conv.bias is not null)
                nn.init.zeros_(conv.bias);
        }
    }
}
