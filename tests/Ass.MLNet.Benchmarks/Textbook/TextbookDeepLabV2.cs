using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ass.MLNet.Benchmarks;

/// <summary>DeepLabV2 as AdaptSegNet writes it: a backbone, and four dilated convolutions whose results are added up.</summary>
internal sealed class TextbookDeepLabV2 : nn.Module<Tensor, (Tensor Features, Tensor Logits)>
{
    private readonly nn.Module<Tensor, Tensor> backbone;
    private readonly TextbookAspp classifier;

    public TextbookDeepLabV2(SegmentationNetwork network, int outputStride, int classCount, bool sound = false)
        : base(nameof(TextbookDeepLabV2))
    {
        (backbone, long channels) = network switch
        {
            SegmentationNetwork.DeepLabV2ResNet101 => (
                (nn.Module<Tensor, Tensor>)new TextbookResNet(true, [3, 4, 23, 3], outputStride),
                2048L
            ),
            SegmentationNetwork.DeepLabV2ResNet18 => (new TextbookResNet(false, [2, 2, 2, 2], outputStride), 512L),
            SegmentationNetwork.DeepLabV2MobileNetV2 => (new TextbookMobileNetV2(outputStride), 320L),
            _ => throw new ArgumentOutOfRangeException(nameof(network), network, "There is no textbook version of this network."),
        };
        classifier = new TextbookAspp(channels, classCount, outputStride, sound);
        RegisterComponents();
    }

    public nn.Module<Tensor, Tensor> Backbone => backbone;

    public TextbookAspp Classifier => classifier;

    public override (Tensor Features, Tensor Logits) forward(Tensor x)
    {
        var features = backbone.call(x);
        return (features, classifier.call(features));
    }

    /// <summary>Batch norm with the stored statistics, scale and shift not trained: how pretrained networks are usually frozen.</summary>
    public void FreezeBatchNorm()
    {
        foreach (var norm in modules().OfType<BatchNorm2d>())
        {
            norm.eval();
            norm.weight!.requires_grad = false;
            norm.bias!.requires_grad = false;
        }
    }
}

internal sealed class TextbookAspp : nn.Module<Tensor, Tensor>
{
    private readonly ModuleList<nn.Module<Tensor, Tensor>> conv2d_list;

    public TextbookAspp(long channels, int classCount, int outputStride, bool sound)
        : base(nameof(TextbookAspp))
    {
        conv2d_list = nn.ModuleList(
            new[] { 6, 12, 18, 24 }
                .Select(dilation => dilation * 8 / outputStride)
                .Select(dilation => TextbookConvolution.Create(sound, channels, classCount, 3, padding: dilation, dilation: dilation))
                .ToArray()
        );
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        var sum = conv2d_list[0].call(x);
        for (int i = 1; i < 4; i++)
        {
            sum += conv2d_list[i].call(x);
        }

        return sum;
    }
}
