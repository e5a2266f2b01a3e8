using Ass.MLNet.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ass.MLNet.Networks;

/// <summary>SwiftNet's decoder (Orsic et al., CVPR 2019) without its pyramid pooling: the feature maps of a ResNet's stages → features at
/// the finest stage's size, (B, 128, H/4, W/4).</summary>
/// <remarks>
/// A 1×1 convolution (a lateral) takes every stage to 128 channels. From the coarsest stage upwards, what there is so far is enlarged
/// bilinearly to the next finer stage's size, added to that stage's lateral, and blended by a 3×3 convolution and a ReLU. Why not
/// SwiftNet's batch norms: new norms have no statistics to freeze, and those of a batch of one or two images are noise. These convolutions
/// have biases instead.
/// </remarks>
internal sealed class SwiftNetDecoder : nn.Module<Tensor[], Tensor>
{
    /// <summary>C, the channels of the features.</summary>
    public const long Channels = 128;

    private readonly ModuleList<AlignedConv2d> laterals;
    private readonly ModuleList<AlignedConv2d> blends;

    /// <param name="stageChannels">Channels of each stage's feature map, from the finest to the coarsest.</param>
    public SwiftNetDecoder(IReadOnlyList<long> stageChannels)
        : base(nameof(SwiftNetDecoder))
    {
        laterals = new ModuleList<AlignedConv2d>([.. stageChannels.Select(channels => new AlignedConv2d(channels, Channels, 1))]);
        blends = new ModuleList<AlignedConv2d>([
            .. stageChannels.Skip(1).Select(_ => new AlignedConv2d(Channels, Channels, 3, padding: 1)),
        ]);
        RegisterComponents();
    }

    /// <summary>The 1×1 convolution of each stage, from the finest to the coarsest.</summary>
    public IReadOnlyList<AlignedConv2d> Laterals => [.. laterals];

    /// <summary>The 3×3 convolution behind each sum; the coarsest stage has none.</summary>
    public IReadOnlyList<AlignedConv2d> Blends => [.. blends];

    /// <summary>Initialises the weights so that values keep their size: as in He et al. (2015) in front of a ReLU, with half that variance
    /// elsewhere.</summary>
    public void Initialize(Generator generator)
    {
        foreach (var lateral in laterals)
        {
            lateral.Initialize(Math.Sqrt(1.0 / lateral.FanIn), generator);
        }
        foreach (var blend in blends)
        {
            blend.Initialize(Math.Sqrt(2.0 / blend.FanIn), generator);
        }
    }

    /// <param name="stages">From the finest to the coarsest. Each is disposed as soon as it is no longer needed here.</param>
    public override Tensor forward(Tensor[] stages)
    {
        var features = Lateral(stages.Length - 1);
        for (int i = stages.Length - 2; i >= 0; i--)
        {
            // Enlarging and adding need none of their values for a gradient: only what goes into a convolution is kept.
            using var sum = Lateral(i);
            using (var coarser = features)
            using (var enlarged = Layers.Upsample(coarser, sum.shape[2], sum.shape[3]))
            {
                sum.AddInPlace(enlarged);
            }
            features = Layers.Relu(blends[i].forward(sum));
        }

        return features;

        Tensor Lateral(int index)
        {
            using var stage = stages[index];
            return laterals[index].forward(stage);
        }
    }
}
