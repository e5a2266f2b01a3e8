using Ass.MLNet.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ass.MLNet.Networks;

/// <summary>A block: its convolutions, with a ReLU between two of them, a shortcut around them, and a ReLU of the sum.</summary>
internal interface IResNetBlock : INormalizedConvolutions
{
    /// <summary>The strided 1×1 convolution on the shortcut; null if the shortcut is the input itself.</summary>
    NormalizedSequence? Downsample { get; }
}

/// <summary>Two 3×3 convolutions with a shortcut (ResNet-18).</summary>
internal sealed class ResNetBasicBlock : nn.Module<Tensor, Tensor>, IResNetBlock
{
    private readonly Convolution conv1;
    private readonly BatchNorm bn1;
    private readonly Convolution conv2;
    private readonly BatchNorm bn2;
    private readonly NormalizedSequence? downsample;

    public ResNetBasicBlock(long inputs, long width, int stride, int dilation)
        : base(nameof(ResNetBasicBlock))
    {
        conv1 = Layers.Conv(inputs, width, 3, stride, dilation);
        bn1 = new BatchNorm(width);
        conv2 = Layers.Conv(width, width, 3, dilation: dilation);
        bn2 = new BatchNorm(width);
        downsample = ResNetShortcut.Create(inputs, width, stride);
        RegisterComponents();
    }

    public IEnumerable<(Convolution Convolution, BatchNorm Norm)> Normalized => [(conv1, bn1), (conv2, bn2)];

    public NormalizedSequence? Downsample => downsample;

    public override Tensor forward(Tensor x)
    {
        using var r1 = Layers.Relu(bn1.Normalize(conv1, x));
        return ResNetShortcut.Add(bn2.Normalize(conv2, r1), downsample, x);
    }
}

/// <summary>1×1, 3×3 and 1×1 convolutions with a shortcut (ResNet-50 and -101).</summary>
internal sealed class ResNetBottleneck : nn.Module<Tensor, Tensor>, IResNetBlock
{
    public const int Expansion = 4;

    private readonly Convolution conv1;
    private readonly BatchNorm bn1;
    private readonly Convolution conv2;
    private readonly BatchNorm bn2;
    private readonly Convolution conv3;
    private readonly BatchNorm bn3;
    private readonly NormalizedSequence? downsample;

    public ResNetBottleneck(long inputs, long width, int stride, int dilation, BottleneckStride strided)
        : base(nameof(ResNetBottleneck))
    {
        bool first = strided == BottleneckStride.On1x1;
        conv1 = Layers.Conv(inputs, width, 1, first ? stride : 1);
        bn1 = new BatchNorm(width);
        conv2 = Layers.Conv(width, width, 3, first ? 1 : stride, dilation);
        bn2 = new BatchNorm(width);
        conv3 = Layers.Conv(width, width * Expansion, 1);
        bn3 = new BatchNorm(width * Expansion);
        downsample = ResNetShortcut.Create(inputs, width * Expansion, stride);
        RegisterComponents();
    }

    public IEnumerable<(Convolution Convolution, BatchNorm Norm)> Normalized => [(conv1, bn1), (conv2, bn2), (conv3, bn3)];

    public NormalizedSequence? Downsample => downsample;

    public override Tensor forward(Tensor x)
    {
        using var r1 = Layers.Relu(bn1.Normalize(conv1, x));
        using var r2 = Layers.Relu(bn2.Normalize(conv2, r1));
        return ResNetShortcut.Add(bn3.Normalize(conv3, r2), downsample, x);
    }
}

/// <summary>The path around a block: the input itself, or a strided 1×1 convolution if the resolution or the number of channels
/// changes.</summary>
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
