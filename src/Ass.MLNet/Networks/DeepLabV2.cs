using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet;

/// <summary>Features and logits of a batch, both at feature resolution h × w. Disposing it frees both.</summary>
/// <param name="Features">F, (B, C, h, w): what class vectors are averaged from.</param>
/// <param name="Logits">G = C∘F, (B, K, h, w), before upsampling.</param>
internal sealed record NetworkOutput(Tensor Features, Tensor Logits) : IDisposable
{
    public void Dispose()
    {
        Features.Dispose();
        Logits.Dispose();
    }
}

/// <summary>A backbone F and DeepLabV2's classifier C: normalised images (B, 3, H, W) → features and logits.</summary>
internal sealed class DeepLabV2 : nn.Module<Tensor, NetworkOutput>
{
    private readonly nn.Module<Tensor, Tensor> backbone;
    private readonly AsppClassifier classifier;
    private readonly BatchNorm[] norms;

    public DeepLabV2(NetworkSpec spec) : base(nameof(DeepLabV2))
    {
        Spec = spec;
        (backbone, FeatureChannels) = CreateBackbone(spec);
        classifier = new AsppClassifier(FeatureChannels, spec.ClassCount, spec.OutputStride);
        RegisterComponents();
        norms = modules().OfType<BatchNorm>().ToArray();
    }

    public NetworkSpec Spec { get; }

    /// <summary>C, the length of a class vector of backbone features.</summary>
    public long FeatureChannels { get; }

    public nn.Module<Tensor, Tensor> Backbone => backbone;

    public AsppClassifier Classifier => classifier;

    /// <summary>Fills all weights anew from one seed; batch norms keep their start (scale 1, shift 0).</summary>
    public void Initialize(Generator generator)
    {
        Layers.InitializeConvolutions(backbone, generator);
        classifier.Initialize(generator);
    }

    /// <summary>Moves the network, and makes it live until it is disposed: a dispose scope of the caller's would otherwise take its weights.</summary>
    public DeepLabV2 MoveTo(Device device)
    {
        this.to(device);
        foreach (var weights in parameters().Concat(buffers()))
            weights.DetachFromDisposeScope();
        return this;
    }

    public void FreezeBatchNorm()
    {
        foreach (var norm in norms)
            norm.Freeze();
    }

    /// <summary>Whether batch norms learn, so that there are statistics to store.</summary>
    public bool LearnsBatchNorm => norms.Any(n => !n.Frozen);

    /// <summary>With which share the training batches that follow enter the statistics that prediction uses; null: not at all.</summary>
    public void StoreBatchStatistics(double? share)
    {
        foreach (var norm in norms)
            norm.StoredShare = share;
    }

    /// <summary>Forgets the statistics that prediction uses, where they are not frozen.</summary>
    public void ResetBatchStatistics()
    {
        foreach (var norm in norms)
            norm.ResetStatistics();
    }

    public override NetworkOutput forward(Tensor images)
    {
        var features = backbone.forward(images);
        return new NetworkOutput(features, classifier.forward(features));
    }

    private static (nn.Module<Tensor, Tensor> Backbone, long Channels) CreateBackbone(NetworkSpec spec)
    {
        if (spec.Network == SegmentationNetwork.DeepLabV2MobileNetV2)
        {
            var mobile = new MobileNetV2(spec.OutputStride);
            return (mobile, mobile.Channels);
        }

        var resnet = spec.Network switch
        {
            SegmentationNetwork.DeepLabV2ResNet18 => new ResNet(false, [2, 2, 2, spec.LastStageBlocks], spec.OutputStride),
            SegmentationNetwork.DeepLabV2ResNet50 => new ResNet(true, [3, 4, 6, 3], spec.OutputStride),
            _ => new ResNet(true, [3, 4, 23, 3], spec.OutputStride),
        };
        return (resnet, resnet.Channels);
    }
}
