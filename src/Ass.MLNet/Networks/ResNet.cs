using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ass.MLNet.Networks;

/// <summary>ResNet (He et al., CVPR 2016) without its pooling and classifier, dilated to an output stride: (B, 3, H, W) → (B, C, H/stride,
/// W/stride).</summary>
/// <remarks>Uses torchvision's parameter names and, unless configured otherwise, its arithmetic. Ceil-mode pooling rounds sizes up: 512 ×
/// 1024 pixels become 65 × 129 features at output stride 8 instead of 64 × 128.</remarks>
internal sealed class ResNet : nn.Module<Tensor, Tensor>, INormalizedConvolutions
{
    private readonly Convolution conv1;
    private readonly BatchNorm bn1;
    private readonly bool _ceilModePooling;
    private readonly Sequential layer1;
    private readonly Sequential layer2;
    private readonly Sequential layer3;
    private readonly Sequential layer4;

    /// <param name="bottleneck">Bottleneck blocks (ResNet-50, -101) or basic ones (ResNet-18).</param>
    /// <param name="blocks">Blocks in each of the four stages.</param>
    /// <param name="outputStride">8, 16 or 32: stages that would exceed it keep their resolution and dilate instead.</param>
    /// <param name="bottleneckStride">The convolution that carries a bottleneck's stride.</param>
    /// <param name="ceilModePooling">Whether the pooling layer rounds its output size up instead of down.</param>
    public ResNet(
        bool bottleneck,
        IReadOnlyList<int> blocks,
        int outputStride,
        BottleneckStride bottleneckStride = BottleneckStride.On3x3,
        bool ceilModePooling = false
    )
        : base(nameof(ResNet))
    {
        conv1 = Layers.Conv(3, 64, 7, stride: 2);
        bn1 = new BatchNorm(64);
        _ceilModePooling = ceilModePooling;
        long channels = 64;
        int stride = 4;
        int dilation = 1;
        var stageChannels = new List<long>();
        layer1 = Stage(64, blocks[0], first: true);
        layer2 = Stage(128, blocks[1]);
        layer3 = Stage(256, blocks[2]);
        layer4 = Stage(512, blocks[3]);
        StageChannels = stageChannels;
        RegisterComponents();

        Sequential Stage(long width, int count, bool first = false)
        {
            int step = first || stride == outputStride ? 1 : 2;
            stride *= step;
            if (!first && step == 1)
            {
                dilation *= 2;
            }
            var stage = nn.Sequential();
            for (int i = 0; i < count; i++)
            {
                int blockStride = i == 0 ? step : 1;
                nn.Module<Tensor, Tensor> block = bottleneck
                    ? new ResNetBottleneck(channels, width, blockStride, dilation, bottleneckStride)
                    : new ResNetBasicBlock(channels, width, blockStride, dilation);
                stage.append($"{i}", block);
                channels = bottleneck ? width * ResNetBottleneck.Expansion : width;
            }

            stageChannels.Add(channels);
            return stage;
        }
    }

    /// <summary>Channels of the four stages' feature maps: 64 to 512, or 256 to 2048.</summary>
    public IReadOnlyList<long> StageChannels { get; }

    /// <summary>The blocks of the four stages.</summary>
    public IEnumerable<IEnumerable<IResNetBlock>> Blocks =>
        new[] { layer1, layer2, layer3, layer4 }.Select(stage => stage.children().Cast<IResNetBlock>());

    /// <summary>Whether the pooling layer rounds its output size up instead of down.</summary>
    public bool CeilModePooling => _ceilModePooling;

    /// <summary>Channels of the feature map: 512 or 2048.</summary>
    public long Channels => StageChannels[3];

    /// <summary>Channels of the third stage's feature map: 256 or 1024.</summary>
    public long MiddleChannels => StageChannels[2];

    public IEnumerable<(Convolution Convolution, BatchNorm Norm)> Normalized => [(conv1, bn1)];

    public override Tensor forward(Tensor images)
    {
        using var middle = Middle(images);
        return Last(middle);
    }

    /// <summary>The feature map of the third stage, (B, <see cref="MiddleChannels"/>, h, w).</summary>
    public Tensor Middle(Tensor images)
    {
        using var x1 = First(images);
        using var x2 = layer2.forward(x1);
        return layer3.forward(x2);
    }

    /// <summary>Runs the fourth stage on the third stage's feature map.</summary>
    public Tensor Last(Tensor middle) => layer4.forward(middle);

    /// <summary>The feature maps of all four stages, from the finest to the coarsest.</summary>
    public Tensor[] Stages(Tensor images)
    {
        var x1 = First(images);
        var x2 = layer2.forward(x1);
        var x3 = layer3.forward(x2);
        return [x1, x2, x3, layer4.forward(x3)];
    }

    /// <summary>The feature map of the first stage.</summary>
    private Tensor First(Tensor images)
    {
        using var stem = Layers.Relu(bn1.Normalize(conv1, images));
        using var pooled = StemPooling.Compute(stem, _ceilModePooling);
        return layer1.forward(pooled);
    }
}
