using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ass.MLNet.Benchmarks;

/// <summary>AdaptSegNet's fully convolutional discriminator.</summary>
internal sealed class TextbookGlobalDiscriminator : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> conv1;
    private readonly Conv2d conv2;
    private readonly Conv2d conv3;
    private readonly Conv2d conv4;
    private readonly nn.Module<Tensor, Tensor> classifier;
    private readonly LeakyReLU leaky_relu;

    public TextbookGlobalDiscriminator(int classCount, bool sound = false)
        : base(nameof(TextbookGlobalDiscriminator))
    {
        conv1 = TextbookConvolution.Create(sound, classCount, 64, 4, stride: 2, padding: 1);
        conv2 = nn.Conv2d(64, 128, 4, stride: 2, padding: 1);
        conv3 = nn.Conv2d(128, 256, 4, stride: 2, padding: 1);
        conv4 = nn.Conv2d(256, 512, 4, stride: 2, padding: 1);
        classifier = TextbookConvolution.Create(sound, 512, 1, 4, stride: 2, padding: 1);
        leaky_relu = nn.LeakyReLU(0.2, inplace: true);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        x = leaky_relu.call(conv1.call(x));
        x = leaky_relu.call(conv2.call(x));
        x = leaky_relu.call(conv3.call(x));
        x = leaky_relu.call(conv4.call(x));
        return classifier.call(x);
    }
}

/// <summary>The fully connected discriminator of class vectors, with 2K outputs.</summary>
internal sealed class TextbookSemanticDiscriminator : nn.Module<Tensor, Tensor>
{
    private readonly Linear fc1;
    private readonly Linear fc2;
    private readonly Linear classifier;
    private readonly LeakyReLU leaky_relu;

    public TextbookSemanticDiscriminator(long channels, int classCount)
        : base(nameof(TextbookSemanticDiscriminator))
    {
        fc1 = nn.Linear(channels, 256);
        fc2 = nn.Linear(256, 256);
        classifier = nn.Linear(256, 2 * classCount);
        leaky_relu = nn.LeakyReLU(0.2, inplace: true);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => classifier.call(leaky_relu.call(fc2.call(leaky_relu.call(fc1.call(x)))));
}
