using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ass.MLNet;

/// <summary>A 1×1 convolution without bias that looks at every <c>stride</c>-th pixel: on a CPU, it picks the pixels first.</summary>
/// <remarks>
/// Why not <c>nn.Conv2d</c>: in libtorch 2.10 on CPUs with AVX-512 the gradient to the input of a strided 1×1 convolution with many channels (512 → 1024,
/// 1024 → 512, 1024 → 2048) ends the process with a floating-point exception, which is what ResNet-50 and -101 have at output stride 16 and 32. The
/// parameter keeps its PyTorch shape and name.
/// </remarks>
internal sealed class StridedPointwiseConv2d : nn.Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly long stride;

    public StridedPointwiseConv2d(long inputs, long outputs, int stride) : base(nameof(StridedPointwiseConv2d))
    {
        weight = nn.Parameter(zeros(outputs, inputs, 1, 1));
        this.stride = stride;
        RegisterComponents();
    }

    public long Outputs => weight.shape[0];

    /// <summary>Draws the weights from N(0, <paramref name="deviation"/>).</summary>
    public void Initialize(double deviation, Generator generator) => Layers.Fill(weight, null, deviation, generator);

    public override Tensor forward(Tensor x)
    {
        if (x.device_type != DeviceType.CPU)
            return nn.functional.conv2d(x, weight, strides: [stride, stride]);

        using var scope = NewDisposeScope();
        var picked = x.slice(2, 0, x.shape[2], stride).slice(3, 0, x.shape[3], stride).contiguous();
        return nn.functional.conv2d(picked, weight).MoveToOuterDisposeScope();
    }
}
