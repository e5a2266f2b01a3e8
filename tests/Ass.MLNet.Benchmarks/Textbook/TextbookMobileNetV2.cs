using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ass.MLNet.Benchmarks;

/// <summary>A dilated MobileNetV2 up to its last inverted residual block, as torchvision writes it.</summary>
internal sealed class TextbookMobileNetV2 : nn.Module<Tensor, Tensor>
{
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

    public TextbookMobileNetV2(int outputStride)
        : base(nameof(TextbookMobileNetV2))
    {
        features = nn.Sequential(("0", ConvBnRelu(3, 32, 3, 2, 1, 1)));
        long channels = 32;
        int stride = 2,
            dilation = 1,
            index = 1;
        foreach (var stage in Stages)
        {
            int step = stride == outputStride ? 1 : stage.Stride;
            stride *= step;
            for (int i = 0; i < stage.Blocks; i++)
            {
                features.append(
                    $"{index++}",
                    new TextbookInvertedResidual(channels, stage.Channels, i == 0 ? step : 1, dilation, stage.Expansion)
                );
                channels = stage.Channels;

                // As torchvision's dilated networks do: the block that would have been strided keeps the dilation before it.
                dilation *= i == 0 && step != stage.Stride ? 2 : 1;
            }
        }

        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => features.call(x);

    public static Sequential ConvBnRelu(long inputs, long outputs, int kernel, int stride, int dilation, long groups) =>
        nn.Sequential(
            (
                "0",
                nn.Conv2d(
                    inputs,
                    outputs,
                    kernel,
                    stride: stride,
                    padding: dilation * (kernel - 1) / 2,
                    dilation: dilation,
                    groups: groups,
                    bias: false
                )
            ),
            ("1", nn.BatchNorm2d(outputs)),
            ("2", nn.ReLU6(inplace: true))
        );
}

internal sealed class TextbookInvertedResidual : nn.Module<Tensor, Tensor>
{
    private readonly Sequential conv;
    private readonly bool _shortcut;

    public TextbookInvertedResidual(long inputs, long outputs, int stride, int dilation, int expansion)
        : base(nameof(TextbookInvertedResidual))
    {
        long hidden = inputs * expansion;
        var layers = new List<nn.Module<Tensor, Tensor>>();
        if (expansion != 1)
        {
            layers.Add(TextbookMobileNetV2.ConvBnRelu(inputs, hidden, 1, 1, 1, 1));
        }

        layers.Add(TextbookMobileNetV2.ConvBnRelu(hidden, hidden, 3, stride, dilation, hidden));
        layers.Add(nn.Conv2d(hidden, outputs, 1, bias: false));
        layers.Add(nn.BatchNorm2d(outputs));
        conv = nn.Sequential(layers.Select((layer, i) => ($"{i}", layer)).ToArray());
        _shortcut = stride == 1 && inputs == outputs;
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => _shortcut ? x + conv.call(x) : conv.call(x);
}
