using Ass.MLNet.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ass.MLNet.Networks;

/// <summary>D_g: classifies the domain of a whole prediction (a softmax over classes) patch by patch: (B, K, H, W) → logits (B, 1, ~H/32,
/// ~W/32).</summary>
/// <remarks>As in AdaptSegNet: five 4×4 convolutions of stride 2 and padding 1, K → 64 → 128 → 256 → 512 → 1, LeakyReLU 0.2 between them,
/// no normalisation; 2,781,121 parameters for K = 19. Sides must be at least 32 pixels.</remarks>
internal sealed class GlobalDiscriminator : nn.Module<Tensor, Tensor>
{
    /// <summary>Smallest image side, in pixels, that leaves the last convolution an output.</summary>
    public const int MinimumSide = 32;

    private readonly AlignedConv2d conv1;
    private readonly AlignedConv2d conv2;
    private readonly AlignedConv2d conv3;
    private readonly AlignedConv2d conv4;
    private readonly AlignedConv2d classifier;

    public GlobalDiscriminator(int classCount)
        : base(nameof(GlobalDiscriminator))
    {
        conv1 = Halving(classCount, 64);
        conv2 = Halving(64, 128);
        conv3 = Halving(128, 256);
        conv4 = Halving(256, 512);
        classifier = Halving(512, 1);
        RegisterComponents();
    }

    public void Initialize(Generator generator)
    {
        foreach (var conv in new[] { conv1, conv2, conv3, conv4, classifier })
        {
            conv.Initialize(Math.Sqrt(2.0 / conv.FanIn), generator);
        }
    }

    /// <summary>Numeric precision of the computation; weights and outputs are always 32-bit floats.</summary>
    public SegmentationPrecision Precision { get; set; }

    public override Tensor forward(Tensor prediction)
    {
        using var x0 = prediction.to(Precision.NumberType);
        using var x1 = Rectified(conv1, x0);
        using var x2 = Rectified(conv2, x1);
        using var x3 = Rectified(conv3, x2);
        using var x4 = Rectified(conv4, x3);
        using var logits = classifier.forward(x4);
        return logits.to(ScalarType.Float32);
    }

    private static AlignedConv2d Halving(long inputs, long outputs) => new(inputs, outputs, 4, stride: 2, padding: 1);

    private static Tensor Rectified(AlignedConv2d conv, Tensor x) => conv.forward(x).LeakyReluInPlace(0.2);
}
