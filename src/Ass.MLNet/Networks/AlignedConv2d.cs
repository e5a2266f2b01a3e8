using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ass.MLNet.Networks;

/// <summary>A convolution with bias that is computed in the type of its input, on a CPU with its channels filled up with zeros to a
/// multiple of 16: the same result.</summary>
/// <remarks>
/// Why not <c>nn.Conv2d</c>: the CPU kernels behind libtorch 2.10 (oneDNN) read beyond the end of a tensor whose channels are no multiple
/// of 16, and multiply what they find there by 0. Where those bytes happen to be a NaN, for instance freed label bytes of 255, so is
/// the result. It was seen in dense convolutions larger than 1×1 that take K &gt; 16 channels in, and in the gradient of those that
/// give K channels out: so here, and not in the backbones, all of whose convolutions have other shapes. Parameters keep their PyTorch shape
/// and names.
/// </remarks>
internal sealed class AlignedConv2d : nn.Module<Tensor, Tensor>
{
    /// <summary>Channels that the kernels compute at a time.</summary>
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

    /// <summary>Inputs of one output value.</summary>
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

    /// <summary>How many channels are missing to a multiple of 16.</summary>
    public static long Missing(long channels) => (Alignment - channels % Alignment) % Alignment;
}
