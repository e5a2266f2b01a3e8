using Ass.MLNet.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ass.MLNet.Networks;

/// <summary>MobileNetV2 (Sandler et al., CVPR 2018) up to its last inverted residual block, dilated to an output stride: (B, 3, H, W) → (B,
/// 320, H/stride, W/stride). Uses torchvision's parameter names.</summary>
/// <remarks>Omits the classification network's final 1×1 convolution to 1280 channels, as DeepLab does: in segmentation it costs more than
/// it gains.</remarks>
internal sealed class MobileNetV2 : nn.Module<Tensor, Tensor>
{
    // Expansion, channels, blocks and stride of each stage (Table 2 of the paper).
    private static readonly (int Expansion, int Channels, int Blocks, int Stride)[] Stages =
    [
        (1, 16, 1, 1),
        (6, 24, 2, 2),
        (6, 32, 3, 2),
        (6, 64, 4, 2),
        (6, 96, 3, 1),
        (6, 160, 3, 2),
        (6, 320, 1, 1),
    ];

    private readonly Sequential features;

    public MobileNetV2(int outputStride)
        : base(nameof(MobileNetV2))
    {
        features = nn.Sequential();
        features.append("0", MobileNetLayers.ConvBnRelu(3, 32, 3, stride: 2));
        int stride = 2;
        int dilation = 1;
        int index = 1;
        Channels = 32;
        foreach (var stage in Stages)
        {
            int step = stride == outputStride ? 1 : stage.Stride;
            stride *= step;
            for (int i = 0; i < stage.Blocks; i++)
            {
                features.append($"{index++}", new InvertedResidual(Channels, stage.Channels, i == 0 ? step : 1, dilation, stage.Expansion));
                Channels = stage.Channels;
                if (i == 0 && step != stage.Stride)
                {
                    dilation *= 2;
                }
            }
        }

        RegisterComponents();
    }

    /// <summary>Channels of the feature map: 320.</summary>
    public long Channels { get; }

    /// <summary>The stem, a <see cref="NormalizedSequence"/>, and every <see cref="InvertedResidual"/>.</summary>
    public IEnumerable<nn.Module> Layers => features.children();

    public override Tensor forward(Tensor images) => features.forward(images);
}

/// <summary>1×1 expansion, 3×3 depthwise convolution, 1×1 projection without ReLU, plus a shortcut if the shapes match.</summary>
internal sealed class InvertedResidual : nn.Module<Tensor, Tensor>
{
    private readonly NormalizedSequence conv;
    private readonly bool _shortcut;

    public InvertedResidual(long inputs, long outputs, int stride, int dilation, int expansion)
        : base(nameof(InvertedResidual))
    {
        long hidden = inputs * expansion;
        var layers = new List<nn.Module<Tensor, Tensor>>();
        if (expansion != 1)
        {
            layers.Add(MobileNetLayers.ConvBnRelu(inputs, hidden, 1));
        }
        layers.Add(MobileNetLayers.ConvBnRelu(hidden, hidden, 3, stride, dilation, hidden));
        layers.Add(Layers.Conv(hidden, outputs, 1));
        layers.Add(new BatchNorm(outputs));
        conv = new NormalizedSequence(layers);
        _shortcut = stride == 1 && inputs == outputs;
        RegisterComponents();
    }

    /// <summary>All of it but the shortcut.</summary>
    public NormalizedSequence Sequence => conv;

    public bool HasShortcut => _shortcut;

    public override Tensor forward(Tensor x)
    {
        var residual = conv.forward(x);
        return _shortcut ? residual.AddInPlace(x) : residual;
    }
}

internal static class MobileNetLayers
{
    public static NormalizedSequence ConvBnRelu(long inputs, long outputs, int kernel, int stride = 1, int dilation = 1, long groups = 1) =>
        new(Layers.Conv(inputs, outputs, kernel, stride, dilation, groups), new BatchNorm(outputs), nn.ReLU6(inplace: true));
}
