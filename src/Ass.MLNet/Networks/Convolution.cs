using Ass.MLNet.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ass.MLNet.Networks;

/// <summary>A backbone convolution without bias, followed by a batch norm. On a CPU, a strided 1×1 convolution selects its pixels
/// first.</summary>
/// <remarks>
/// Why not <c>nn.Conv2d</c>: in libtorch 2.10 on CPUs with AVX-512 the gradient to the input of a strided 1×1 convolution with many
/// channels (512 → 1024, 1024 → 512, 1024 → 2048) crashes the process with a floating-point exception. ResNet-50 and -101 have such
/// convolutions at output stride 16 and 32. The gradient to the input of a dilated depthwise convolution, MobileNetV2's at output stride 8
/// and 16, is wrong on some processors (AMD's Zen 5 under virtualisation) if values are channels last, without a word: training computes
/// these channel after channel. On the same processors oneDNN was seen to divide by zero where it estimates blocks for 1×1 convolutions in
/// bfloat16; the wide ones of ResNet-50 and -101, for which it has a formula of its own, are matrix products then. Also,
/// <see cref="BatchNorm"/> needs to compute the convolution with its own folded filters. The parameter keeps its PyTorch shape and name.
/// </remarks>
internal sealed class Convolution : nn.Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly long _stride;
    private readonly long _padding;
    private readonly long _dilation;
    private readonly long _groups;

    /// <summary>Padded so that only the stride changes the size.</summary>
    public Convolution(long inputs, long outputs, int kernel, int stride, int dilation, long groups)
        : base(nameof(Convolution))
    {
        weight = nn.Parameter(zeros(outputs, inputs / groups, kernel, kernel));
        (_stride, _dilation, _groups) = (stride, dilation, groups);
        _padding = (long)dilation * (kernel - 1) / 2;
        RegisterComponents();
    }

    /// <summary>(outputs, inputs / groups, k, k).</summary>
    public Tensor Weight => weight;

    public long Groups => _groups;

    public ConvolutionGeometry Geometry => new(_stride, _padding, _dilation, _groups);

    /// <summary>For instance <c>64×64×3×3, stride 1, dilation 2</c>.</summary>
    public string Shape => $"{string.Join('×', weight.shape)}, stride {_stride}, dilation {_dilation}";

    /// <summary>Initialises the weights as in He et al. (2015), fan-out mode.</summary>
    public void Initialize(Generator generator) =>
        Layers.Fill(weight, null, Math.Sqrt(2.0 * _groups / (weight.numel() / weight.shape[1])), generator);

    public override Tensor forward(Tensor x) => Compute(x, weight, null);

    /// <summary>The same convolution with other filters, and with a bias, in the type of <paramref name="x"/>.</summary>
    public Tensor Compute(Tensor x, Tensor filters, Tensor? bias)
    {
        if (x.dtype != filters.dtype)
        {
            using var castFilters = filters.to(x.dtype);
            using var castBias = bias?.to(x.dtype);
            return Compute(x, castFilters, castBias);
        }

        if (_groups > 1 && _dilation > 1 && x.requires_grad && x.device_type == DeviceType.CPU)
        {
            // A view of filters can count as channels last, too.
            using var input = x.ToChannelsFirst();
            using var plain = filters.ToChannelsFirst();
            return nn.functional.conv2d(input, plain, bias, [_stride, _stride], [_padding, _padding], [_dilation, _dilation], _groups);
        }

        if (filters.shape[2] != 1 || x.device_type != DeviceType.CPU)
        {
            return nn.functional.conv2d(x, filters, bias, [_stride, _stride], [_padding, _padding], [_dilation, _dilation], _groups);
        }

        using var scope = NewDisposeScope();
        var picked = x;
        if (_stride > 1)
        {
            picked = x.slice(2, 0, x.shape[2], _stride).slice(3, 0, x.shape[3], _stride);
            picked = x.IsChannelsLast ? picked.ToChannelsLast() : picked.contiguous();
        }
        var y =
            x.dtype == ScalarType.BFloat16 && IsWide(filters)
                ? MatrixProduct(picked, filters, bias)
                : nn.functional.conv2d(picked, filters, bias, groups: _groups);
        return y.MoveToOuterDisposeScope();
    }

    /// <summary>A 1×1 convolution of stride 1 as the product of pixels and filters.</summary>
    internal static Tensor MatrixProduct(Tensor x, Tensor filters, Tensor? bias)
    {
        using var scope = NewDisposeScope();
        var y = nn.functional.linear(x.permute(0, 2, 3, 1), filters.flatten(1), bias).permute(0, 3, 1, 2);
        return (x.IsChannelsLast ? y : y.contiguous()).MoveToOuterDisposeScope();
    }

    // The channels, in one order or the other, for which oneDNN's estimate has a formula of its own.
    private static bool IsWide(Tensor filters)
    {
        long fewer = Math.Min(filters.shape[0], filters.shape[1]),
            more = Math.Max(filters.shape[0], filters.shape[1]);
        return (fewer, more) is (256, 1024) or (512, 1024) or (512, 2048) or (1024, 2048);
    }
}
