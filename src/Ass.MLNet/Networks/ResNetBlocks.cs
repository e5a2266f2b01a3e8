using Ass.MLNet.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ass.MLNet.Networks;

/// <summary>Two 3×3 convolutions beside a shortcut (ResNet-18).</summary>
internal sealed class ResNetBasicBlock : nn.Module<Tensor, Tensor>
{
    private readonly Convolution _conv1;
    private readonly BatchNorm _bn1;
    private readonly Convolution _conv2;
    private readonly BatchNorm _bn2;
    private readonly NormalizedSequence? _downsample;

    public ResNetBasicBlock(long inputs, long width, int stride, int dilation)
        : base(nameof(ResNetBasicBlock))
    {
        _conv1 = Layers.Conv(inputs, width, 3, stride, dilation);
        _bn1 = new BatchNorm(width);
        _conv2 = Layers.Conv(width, width, 3, dilation: dilation);
        _bn2 = new BatchNorm(width);
        _downsample = ResNetShortcut.Create(inputs, width, stride);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var r1 = Layers.Relu(_bn1.Normalize(_conv1, x));
        return ResNetShortcut.Add(_bn2.Normalize(_conv2, r1), _downsample, x);
    }
}

/// <summary>1×1, 3×3 and 1×1 convolutions beside a shortcut (ResNet-50 and -101).</summary>
internal sealed class ResNetBottleneck : nn.Module<Tensor, Tensor>
{
    public const int Expansion = 4;

    private readonly Convolution _conv1;
    private readonly BatchNorm _bn1;
    private readonly Convolution _conv2;
    private readonly BatchNorm _bn2;
    private readonly Convolution _conv3;
    private readonly BatchNorm _bn3;
    private readonly NormalizedSequence? _downsample;

    public ResNetBottleneck(long inputs, long width, int stride, int dilation, BottleneckStride strided)
        : base(nameof(ResNetBottleneck))
    {
        bool first = strided == BottleneckStride.On1x1;
        _conv1 = Layers.Conv(inputs, width, 1, first ? stride : 1);
        _bn1 = new BatchNorm(width);
        _conv2 = Layers.Conv(width, width, 3, first ? 1 : stride, dilation);
        _bn2 = new BatchNorm(width);
        _conv3 = Layers.Conv(width, width * Expansion, 1);
        _bn3 = new BatchNorm(width * Expansion);
        _downsample = ResNetShortcut.Create(inputs, width * Expansion, stride);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var r1 = Layers.Relu(_bn1.Normalize(_conv1, x));
        using var r2 = Layers.Relu(_bn2.Normalize(_conv2, r1));
        return ResNetShortcut.Add(_bn3.Normalize(_conv3, r2), _downsample, x);
    }
}

/// <summary>The path around a block: the input itself, or a strided 1×1 convolution where size or channels change.</summary>
internal static class ResNetShortcut
{
    public static NormalizedSequence? Create(long inputs, long outputs, int stride) =>
        stride == 1 && inputs == outputs ? null : new(Layers.Conv(inputs, outputs, 1, stride), new BatchNorm(outputs));

    /// <summary>relu(residual + shortcut(x)), in the memory of <paramref name="residual"/>.</summary>
    public static Tensor Add(Tensor residual, NormalizedSequence? downsample, Tensor x)
    {
        if (downsample is null)
        {
            return Layers.Relu(residual.AddInPlace(x));
        }

        using var shortcut = downsample.forward(x);
        return Layers.Relu(residual.AddInPlace(shortcut));
    }
}
