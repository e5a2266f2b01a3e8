using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ass.MLNet.Networks;

/// <summary>A convolution with bias, computed in its input's type. On a CPU its channels are zero-padded to a multiple of 16, which does
/// not change the result.</summary>
/// <remarks>
/// Why not <c>nn.Conv2d</c>: the CPU kernels behind libtorch 2.10 (oneDNN) read beyond the end of a tensor whose number of channels is not
/// a multiple of 16, and multiply the values found there by 0. If those bytes happen to be a NaN, such as freed label bytes of 255, the
/// result is NaN too. This was seen in dense convolutions larger than 1×1 with K &gt; 16 input channels, and in the gradient of those with
/// K output channels. It therefore affects this layer but not the backbones, whose convolutions have other shapes. Parameters keep their
/// PyTorch shape and names.
/// </remarks>
internal sealed class AlignedConv2d : nn.Module<Tensor, Tensor>
{
    /// <summary>Number of channels that the kernels process at a time.</summary>
    public const long Alignment = 16;

    private readonly Parameter weight;
    private readonly Parameter bias;
    private readonly long[] _stride;
    private readonly long[] _padding;
    private readonly long[] _dilation;

    public AlignedConv2d(long inputs, long outputs, int kernel, int stride = 1, int padding = 0, int dilation = 1)
        : base(nameof(AlignedConv2d))
    {
        weight = nn.Parameter(zeros(outputs, inputs, kernel, kernel));
        bias = nn.Parameter(zeros(outputs));
        (_stride, _padding, _dilation) = ([stride, stride], [padding, padding], [dilation, dilation]);
        RegisterComponents();
    }

    /// <summary>(outputs, inputs, k, k).</summary>
    public Tensor Weight => weight;

    /// <summary>(outputs).</summary>
    public Tensor Bias => bias;

    public long Dilation => _dilation[0];

    public ConvolutionGeometry Geometry => new(_stride[0], _padding[0], _dilation[0]);

    /// <summary>Number of inputs per output value.</summary>
    public long FanIn => weight.numel() / weight.shape[0];

    /// <summary>Draws the weights from N(0, <paramref name="deviation"/>) and sets the bias to 0.</summary>
    public void Initialize(double deviation, Generator generator) => Layers.Fill(weight, bias, deviation, generator);

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var (weight, bias) = (this.weight.to(x.dtype), this.bias.to(x.dtype));
        long outputs = weight.shape[0];
        long moreInputs = Missing(weight.shape[1]);
        long moreOutputs = Missing(outputs);
        if (x.device_type != DeviceType.CPU || (moreInputs == 0 && moreOutputs == 0))
        {
            return nn.functional.conv2d(x, weight, bias, _stride, _padding, _dilation).MoveToOuterDisposeScope();
        }

        var input = moreInputs == 0 ? x : nn.functional.pad(x, [0, 0, 0, 0, 0, moreInputs]);
        var filters = nn.functional.pad(weight, [0, 0, 0, 0, 0, moreInputs, 0, moreOutputs]);
        var offsets = nn.functional.pad(bias, [0, moreOutputs]);
        return nn.functional.conv2d(input, filters, offsets, _stride, _padding, _dilation).narrow(1, 0, outputs).MoveToOuterDisposeScope();
    }

    /// <summary>Number of channels missing to the next multiple of 16.</summary>
    public static long Missing(long channels) => (Alignment - channels % Alignment) % Alignment;
}
