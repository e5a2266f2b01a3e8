using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ass.MLNet.Benchmarks;

/// <summary>A dilated ResNet as AdaptSegNet and torchvision write it.</summary>
internal sealed class TextbookResNet : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d _conv1;
    private readonly BatchNorm2d _bn1;
    private readonly ReLU _relu;
    private readonly MaxPool2d _maxpool;
    private readonly Sequential _layer1;
    private readonly Sequential _layer2;
    private readonly Sequential _layer3;
    private readonly Sequential _layer4;
    private long _channels = 64;
    private int _stride = 4;
    private int _dilation = 1;

    public TextbookResNet(bool bottleneck, int[] blocks, int outputStride)
        : base(nameof(TextbookResNet))
    {
        _conv1 = nn.Conv2d(3, 64, 7, stride: 2, padding: 3, bias: false);
        _bn1 = nn.BatchNorm2d(64);
        _relu = nn.ReLU(inplace: true);
        _maxpool = nn.MaxPool2d(3, stride: 2, padding: 1);
        _layer1 = MakeLayer(bottleneck, 64, blocks[0], 1);
        _layer2 = MakeLayer(bottleneck, 128, blocks[1], NextStride(outputStride));
        _layer3 = MakeLayer(bottleneck, 256, blocks[2], NextStride(outputStride));
        _layer4 = MakeLayer(bottleneck, 512, blocks[3], NextStride(outputStride));
        RegisterComponents();
    }

    public long Channels => _channels;

    public override Tensor forward(Tensor x)
    {
        x = _maxpool.call(_relu.call(_bn1.call(_conv1.call(x))));
        return _layer4.call(_layer3.call(_layer2.call(_layer1.call(x))));
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
    private readonly Conv2d _conv1;
    private readonly BatchNorm2d _bn1;
    private readonly ReLU _relu;
    private readonly Conv2d _conv2;
    private readonly BatchNorm2d _bn2;
    private readonly Sequential? _downsample;

    public TextbookBasicBlock(long inputs, long width, int stride, int dilation)
        : base(nameof(TextbookBasicBlock))
    {
        _conv1 = nn.Conv2d(inputs, width, 3, stride: stride, padding: dilation, dilation: dilation, bias: false);
        _bn1 = nn.BatchNorm2d(width);
        _relu = nn.ReLU(inplace: true);
        _conv2 = nn.Conv2d(width, width, 3, padding: dilation, dilation: dilation, bias: false);
        _bn2 = nn.BatchNorm2d(width);
        _downsample = TextbookBottleneck.Downsample(inputs, width, stride);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        var y = _relu.call(_bn1.call(_conv1.call(x)));
        y = _bn2.call(_conv2.call(y));
        y += _downsample is null ? x : _downsample.call(x);
        return _relu.call(y);
    }
}

internal sealed class TextbookBottleneck : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d _conv1;
    private readonly BatchNorm2d _bn1;
    private readonly Conv2d _conv2;
    private readonly BatchNorm2d _bn2;
    private readonly Conv2d _conv3;
    private readonly BatchNorm2d _bn3;
    private readonly ReLU _relu;
    private readonly Sequential? _downsample;

    public TextbookBottleneck(long inputs, long width, int stride, int dilation)
        : base(nameof(TextbookBottleneck))
    {
        _conv1 = nn.Conv2d(inputs, width, 1, bias: false);
        _bn1 = nn.BatchNorm2d(width);
        _conv2 = nn.Conv2d(width, width, 3, stride: stride, padding: dilation, dilation: dilation, bias: false);
        _bn2 = nn.BatchNorm2d(width);
        _conv3 = nn.Conv2d(width, width * 4, 1, bias: false);
        _bn3 = nn.BatchNorm2d(width * 4);
        _relu = nn.ReLU(inplace: true);
        _downsample = Downsample(inputs, width * 4, stride);
        RegisterComponents();
    }

    public static Sequential? Downsample(long inputs, long outputs, int stride) =>
        stride == 1 && inputs == outputs
            ? null
            : nn.Sequential(("0", nn.Conv2d(inputs, outputs, 1, stride: stride, bias: false)), ("1", nn.BatchNorm2d(outputs)));

    public override Tensor forward(Tensor x)
    {
        var y = _relu.call(_bn1.call(_conv1.call(x)));
        y = _relu.call(_bn2.call(_conv2.call(y)));
        y = _bn3.call(_conv3.call(y));
        y += _downsample is null ? x : _downsample.call(x);
        return _relu.call(y);
    }
}
