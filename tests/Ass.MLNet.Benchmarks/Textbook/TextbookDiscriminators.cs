using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ass.MLNet.Benchmarks;

/// <summary>AdaptSegNet's fully convolutional discriminator.</summary>
internal sealed class TextbookGlobalDiscriminator : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> _conv1;
    private readonly Conv2d _conv2;
    private readonly Conv2d _conv3;
    private readonly Conv2d _conv4;
    private readonly nn.Module<Tensor, Tensor> _classifier;
    private readonly LeakyReLU _leaky_relu;

    public TextbookGlobalDiscriminator(int classCount, bool sound = false)
        : base(nameof(TextbookGlobalDiscriminator))
    {
        _conv1 = TextbookConvolution.Create(sound, classCount, 64, 4, stride: 2, padding: 1);
        _conv2 = nn.Conv2d(64, 128, 4, stride: 2, padding: 1);
        _conv3 = nn.Conv2d(128, 256, 4, stride: 2, padding: 1);
        _conv4 = nn.Conv2d(256, 512, 4, stride: 2, padding: 1);
        _classifier = TextbookConvolution.Create(sound, 512, 1, 4, stride: 2, padding: 1);
        _leaky_relu = nn.LeakyReLU(0.2, inplace: true);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        x = _leaky_relu.call(_conv1.call(x));
        x = _leaky_relu.call(_conv2.call(x));
        x = _leaky_relu.call(_conv3.call(x));
        x = _leaky_relu.call(_conv4.call(x));
        return _classifier.call(x);
    }
}

/// <summary>The fully connected discriminator of class vectors, with 2K outputs.</summary>
internal sealed class TextbookSemanticDiscriminator : nn.Module<Tensor, Tensor>
{
    private readonly Linear _fc1;
    private readonly Linear _fc2;
    private readonly Linear _classifier;
    private readonly LeakyReLU _leaky_relu;

    public TextbookSemanticDiscriminator(long channels, int classCount)
        : base(nameof(TextbookSemanticDiscriminator))
    {
        _fc1 = nn.Linear(channels, 256);
        _fc2 = nn.Linear(256, 256);
        _classifier = nn.Linear(256, 2 * classCount);
        _leaky_relu = nn.LeakyReLU(0.2, inplace: true);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => _classifier.call(_leaky_relu.call(_fc2.call(_leaky_relu.call(_fc1.call(x)))));
}
