using Ass.MLNet.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Networks;

/// <summary>A backbone F and DeepLabV2's classifier C: normalised images (B, 3, H, W) → features and logits.</summary>
/// <remarks>AdaptSegNet's multi-level network has a second classifier, on the third stage's features, which helps training and predicts
/// nothing.</remarks>
internal sealed class DeepLabV2 : nn.Module<Tensor, NetworkOutput>
{
    private readonly nn.Module<Tensor, Tensor> backbone;
    private readonly AsppClassifier classifier;
    private readonly AsppClassifier? auxiliary;
    private readonly BatchNorm[] norms;

    public DeepLabV2(NetworkSpec spec)
        : base(nameof(DeepLabV2))
    {
        Spec = spec;
        (backbone, FeatureChannels) = CreateBackbone(spec);
        classifier = new AsppClassifier(FeatureChannels, spec.ClassCount, spec.OutputStride, spec.AsppBranches);
        if (spec.MultiLevel)
        {
            auxiliary = new AsppClassifier(((ResNet)backbone).MiddleChannels, spec.ClassCount, spec.OutputStride, spec.AsppBranches);
        }
        RegisterComponents();
        norms = modules().OfType<BatchNorm>().ToArray();
    }

    public NetworkSpec Spec { get; }

    /// <summary>C, the length of a class vector of backbone features.</summary>
    public long FeatureChannels { get; }

    public nn.Module<Tensor, Tensor> Backbone => backbone;

    public AsppClassifier Classifier => classifier;

    /// <summary>The second classifier of a multi-level network.</summary>
    public AsppClassifier? Auxiliary => auxiliary;

    /// <summary>Fills all weights anew from one seed; batch norms keep their start (scale 1, shift 0).</summary>
    public void Initialize(Generator generator)
    {
        Layers.InitializeConvolutions(backbone, generator);
        classifier.Initialize(generator);
        auxiliary?.Initialize(generator);
    }

    /// <summary>Moves the network, and makes it live until it is disposed: a dispose scope of the caller's would otherwise take its
    /// weights.</summary>
    public DeepLabV2 MoveTo(Device device)
    {
        this.to(device);
        foreach (var weights in parameters().Concat(buffers()))
        {
            weights.DetachFromDisposeScope();
        }
        return this;
    }

    /// <summary>What its batch norms do in training; null where nobody said (models saved by earlier versions).</summary>
    public BatchNormMode? BatchNorm { get; private set; }

    /// <summary>Stops batch norms from learning, wholly or in part.</summary>
    /// <param name="mode">Anything but <see cref="BatchNormMode.Auto"/>.</param>
    public void SetBatchNorm(BatchNormMode mode)
    {
        BatchNorm = mode;
        foreach (var norm in norms)
        {
            if (mode == BatchNormMode.Frozen)
            {
                norm.Freeze();
            }
            else if (mode == BatchNormMode.FrozenAffine)
            {
                norm.FreezeAffine();
            }
        }
    }

    /// <summary>Whether training normalises with the batches' own statistics, so that there are some to store.</summary>
    public bool HasBatchStatistics => norms.Any(n => !n.Frozen);

    /// <summary>With which share the training batches that follow enter the statistics that prediction uses; null: not at all.</summary>
    public void StoreBatchStatistics(double? share)
    {
        foreach (var norm in norms)
        {
            norm.StoredShare = share;
        }
    }

    /// <summary>Forgets the statistics that prediction uses, where they are not frozen.</summary>
    public void ResetBatchStatistics()
    {
        foreach (var norm in norms)
        {
            norm.ResetStatistics();
        }
    }

    /// <summary>In which numbers the training passes that follow compute. Predictions, weights, and what comes out are 32-bit floats in any
    /// case.</summary>
    public SegmentationPrecision TrainingPrecision { get; set; }

    public override NetworkOutput forward(Tensor images)
    {
        // Convolutions and batch norms compute in the type of what they are given.
        using var scope = NewDisposeScope();
        var input = images.to(training ? TrainingPrecision.NumberType : ScalarType.Float32);
        Tensor features;
        Tensor? auxiliaryLogits = null;
        if (auxiliary is null || !training)
        {
            features = backbone.forward(input);
        }
        else
        {
            var resnet = (ResNet)backbone;
            using var middle = resnet.Middle(input);
            (features, auxiliaryLogits) = (resnet.Last(middle), auxiliary.forward(middle));
        }

        return new NetworkOutput(
            Whole(features),
            Whole(classifier.forward(features)),
            auxiliaryLogits is null ? null : Whole(auxiliaryLogits)
        );

        static Tensor Whole(Tensor x) => x.to(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    private static (nn.Module<Tensor, Tensor> Backbone, long Channels) CreateBackbone(NetworkSpec spec)
    {
        if (spec.Network == SegmentationNetwork.DeepLabV2MobileNetV2)
        {
            var mobile = new MobileNetV2(spec.OutputStride);
            return (mobile, mobile.Channels);
        }

        var (bottleneck, blocks) = spec.Network switch
        {
            SegmentationNetwork.DeepLabV2ResNet18 => (false, new[] { 2, 2, 2, spec.LastStageBlocks }),
            SegmentationNetwork.DeepLabV2ResNet50 => (true, [3, 4, 6, 3]),
            _ => (true, [3, 4, 23, 3]),
        };
        var resnet = new ResNet(bottleneck, blocks, spec.OutputStride, spec.BottleneckStride, spec.CeilModePooling);
        return (resnet, resnet.Channels);
    }
}
