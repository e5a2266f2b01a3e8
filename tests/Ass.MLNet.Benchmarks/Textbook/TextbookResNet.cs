using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ass.MLNet.Benchmarks;

/// <summary>A dilated ResNet as AdaptSegNet and torchvision write it.</summary>
internal sealed class TextbookResNet : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly ReLU relu;
    private readonly MaxPool2d maxpool;
    private readonly Sequential layer1;
    private readonly Sequential layer2;
    private readonly Sequential layer3;
    private readonly Sequential layer4;
    private long _channels = 64;
    private int _stride = 4;
    private int _dilation = 1;

    public TextbookResNet(bool bottleneck, int[] blocks, int outputStride)
        : base(nameof(TextbookResNet))
    {
        conv1 = nn.Conv2d(3, 64, 7, stride: 2, padding: 3, bias: false);
        bn1 = nn.BatchNorm2d(64);
        relu = nn.ReLU(inplace: true);
        maxpool = nn.MaxPool2d(3, stride: 2, padding: 1);
        layer1 = MakeLayer(bottleneck, 64, blocks[0], 1);
        layer2 = MakeLayer(bottleneck, 128, blocks[1], NextStride(outputStride));
        layer3 = MakeLayer(bottleneck, 256, blocks[2], NextStride(outputStride));
        layer4 = MakeLayer(bottleneck, 512, blocks[3], NextStride(outputStride));
        RegisterComponents();
    }

    public long Channels => _channels;

    public override Tensor forward(Tensor x)
    {
        x = maxpool.call(relu.call(bn1.call(conv1.call(x))));
        return layer4.call(layer3.call(layer2.call(layer1.call(x))));
    }

    private int NextStride(int outputStride)
    {
        if (_stride == outputStride)
        {
            _dilation *= 2;
            return 1;
        }

        _stride *= 2;
        return 2;
    }

    private Sequential MakeLayer(bool bottleneck, long width, int count, int stride)
    {
        var layer = nn.Sequential();
        for (int i = 0; i < count; i++)
        {
            int step = i == 0 ? stride : 1;
            layer.append(
                $"{i}",
                bottleneck
                    ? new TextbookBottleneck(_channels, width, step, _dilation)
                    : new TextbookBasicBlock(_channels, width, step, _dilation)
            );
            _channels = bottleneck ? width * 4 : width;
        }

        return layer;
    }
}

internal sealed class TextbookBasicBlock : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly ReLU relu;
    private readonly Conv2d conv2;
    private readonly BatchNorm2d bn2;
    private readonly Sequential? downsample;

    public TextbookBasicBlock(long inputs, long width, int stride, int dilation)
        : base(nameof(TextbookBasicBlock))
    {
        conv1 = nn.Conv2d(inputs, width, 3, stride: stride, padding: dilation, dilation: dilation, bias: false);
        bn1 = nn.BatchNorm2d(width);
        relu = nn.ReLU(inplace: true);
        conv2 = nn.Conv2d(width, width, 3, padding: dilation, dilation: dilation, bias: false);
        bn2 = nn.BatchNorm2d(width);
        downsample = TextbookBottleneck.Downsample(inputs, width, stride);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        var y = relu.call(bn1.call(conv1.call(x)));
        y = bn2.call(conv2.call(y));
        y += downsample is null ? x : downsample.call(x);
        return relu.call(y);
    }
}

internal sealed class TextbookBottleneck : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Conv2d conv2;
    private readonly BatchNorm2d bn2;
    private readonly Conv2d conv3;
    private readonly BatchNorm2d bn3;
    private readonly ReLU relu;
    private readonly Sequential? downsample;

    public TextbookBottleneck(long inputs, long width, int stride, int dilation)
        : base(nameof(TextbookBottleneck))
    {
        conv1 = nn.Conv2d(inputs, width, 1, bias: false);
        bn1 = nn.BatchNorm2d(width);
        conv2 = nn.Conv2d(width, width, 3, stride: stride, padding: dilation, dilation: dilation, bias: false);
        bn2 = nn.BatchNorm2d(width);
        conv3 = nn.Conv2d(width, width * 4, 1, bias: false);
        bn3 = nn.BatchNorm2d(width * 4);
        relu = nn.ReLU(inplace: true);
        downsample = Downsample(inputs, width * 4, stride);
        RegisterComponents();
    }

    public static Sequential? Downsample(long inputs, long outputs, int stride) =>
        stride == 1 && inputs == outputs
            ? null
            : nn.Sequential(("0", nn.Conv2d(inputs, outputs, 1, stride: stride, bias: false)), ("1", nn.BatchNorm2d(outputs)));

    public override Tensor forward(Tensor x)
    {
        var y = relu.call(bn1.call(conv1.call(x)));
        y = relu.call(bn2.call(conv2.call(y)));
        y = bn3.call(conv3.call(y));
        y += downsample is null ? x : downsample.call(x);
        return relu.call(y);
    }
}
