using Ass.MLNet.Distribution;
using Ass.MLNet.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Networks;

/// <summary>A network F for features, a backbone with or without a decoder, and a classifier C: normalised images (B, 3, H, W) → features
/// and logits.</summary>
/// <remarks>DeepLabV2's features are the backbone's, and its classifier is <see cref="AsppClassifier"/>. AdaptSegNet's multi-level network
/// has a second one, on the third stage's features, which supports training but is not used for prediction. SwiftNet's features are
/// <see cref="SwiftNetDecoder"/>'s, and its classifier is one 1×1 convolution.</remarks>
internal sealed class SegmentationModule : nn.Module<Tensor, NetworkOutput>
{
    private readonly nn.Module<Tensor, Tensor> backbone;
    private readonly SwiftNetDecoder? decoder;
    private readonly nn.Module<Tensor, Tensor> classifier;
    private readonly AsppClassifier? auxiliary;
    private readonly BatchNorm[] norms;

    public SegmentationModule(NetworkSpec spec)
        : base(nameof(SegmentationModule))
    {
        Spec = spec;
        (backbone, FeatureChannels) = CreateBackbone(spec);
        if (spec.HasDecoder)
        {
            decoder = new SwiftNetDecoder(((ResNet)backbone).StageChannels);
            FeatureChannels = SwiftNetDecoder.Channels;
            classifier = new AlignedConv2d(FeatureChannels, spec.ClassCount, 1);
        }
        else
        {
            classifier = new AsppClassifier(FeatureChannels, spec.ClassCount, spec.OutputStride, spec.AsppBranches);
        }
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

    /// <summary>What makes the features from all stages of the backbone; null if they are the backbone's own.</summary>
    public SwiftNetDecoder? Decoder => decoder;

    public nn.Module<Tensor, Tensor> Classifier => classifier;

    /// <summary>The second classifier of a multi-level network.</summary>
    public AsppClassifier? Auxiliary => auxiliary;

    /// <summary>Initialises all weights from one seed; batch norms keep their initial values (scale 1, shift 0).</summary>
    public void Initialize(Generator generator)
    {
        Layers.InitializeConvolutions(backbone, generator);
        decoder?.Initialize(generator);
        if (classifier is AlignedConv2d convolution)
        {
            convolution.Initialize(AsppClassifier.InitialDeviation, generator);
        }
        else
        {
            ((AsppClassifier)classifier).Initialize(generator);
        }
        auxiliary?.Initialize(generator);
    }

    /// <summary>Moves the network to a device and detaches it from the caller's dispose scope, which would otherwise free its
    /// weights.</summary>
    /// <exception cref="InvalidOperationException">Memory ran out there.</exception>
    public SegmentationModule MoveTo(Device device)
    {
        OutOfMemory.Guard(
            device,
            $"The network {Spec.Network}",
            "Free what other models or programs hold there, or use a smaller network.",
            () => this.to(device)
        );
        foreach (var weights in parameters().Concat(buffers()))
        {
            weights.DetachFromDisposeScope();
        }
        return this;
    }

    /// <summary>Takes the first process's weights and statistics, of several that train together, and is ready for prediction.</summary>
    public void TakeFromFirst(Ranks ranks)
    {
        if (ranks.AreMany)
        {
            ranks.TakeFromFirst(state_dict());
            eval();
        }
    }

    /// <summary>Another network with the same weights, on the same device, that trains in the same way.</summary>
    public SegmentationModule Copy()
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var copy = new SegmentationModule(Spec) { TrainingPrecision = TrainingPrecision, TrainsChannelsLast = TrainsChannelsLast };
        if (BatchNorm is { } mode)
        {
            copy.SetBatchNorm(mode);
        }
        copy.MoveTo(parameters().First().device);
        var values = state_dict();
        foreach (var (name, value) in copy.state_dict())
        {
            value.copy_(values[name]);
        }
        return copy;
    }

    /// <summary>The batch norm mode in training; null if unknown (models saved by earlier versions).</summary>
    public BatchNormMode? BatchNorm { get; private set; }

    /// <summary>Freezes batch norms fully or partly.</summary>
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

    /// <summary>Every convolution of the backbone and the batch norm after it.</summary>
    public IEnumerable<(Convolution Convolution, BatchNorm Norm)> NormalizedConvolutions =>
        modules().OfType<INormalizedConvolutions>().SelectMany(module => module.Normalized);

    /// <summary>Whether training normalises batches with their own statistics, which can then be stored.</summary>
    public bool HasBatchStatistics => norms.Any(n => !n.Frozen);

    /// <summary>Sets the weight of later training batches in the statistics used for prediction; null for none.</summary>
    public void StoreBatchStatistics(double? share)
    {
        foreach (var norm in norms)
        {
            norm.StoredShare = share;
        }
    }

    /// <summary>Resets the statistics used for prediction, unless they are frozen.</summary>
    public void ResetBatchStatistics()
    {
        foreach (var norm in norms)
        {
            norm.ResetStatistics();
        }
    }

    /// <summary>Whether later training passes compute with all channels of a pixel together in memory.</summary>
    public bool TrainsChannelsLast { get; set; }

    /// <summary>Numeric precision of later training passes. Predictions, weights and outputs are always 32-bit floats.</summary>
    public SegmentationPrecision TrainingPrecision { get; set; }

    /// <summary>A training pass for the images of several streams.</summary>
    /// <param name="images">(streams · B, 3, H, W), one stream after another.</param>
    /// <param name="streams">Number of streams; see <see cref="BatchNorm.Streams"/>.</param>
    public NetworkOutput Forward(Tensor images, int streams)
    {
        SetStreams(streams);
        try
        {
            return forward(images);
        }
        finally
        {
            SetStreams(1);
        }

        void SetStreams(int count)
        {
            foreach (var norm in norms)
            {
                norm.Streams = count;
            }
        }
    }

    public override NetworkOutput forward(Tensor images)
    {
        // Convolutions and batch norms compute in their input's type and memory format.
        using var scope = NewDisposeScope();
        var input = images.to(training ? TrainingPrecision.NumberType : ScalarType.Float32);
        if (training && TrainsChannelsLast)
        {
            input = input.ToChannelsLast();
        }
        Tensor features;
        Tensor? auxiliaryLogits = null;
        if (auxiliary is null || !training)
        {
            features = Features(input);
        }
        else
        {
            var resnet = (ResNet)backbone;
            using var middle = resnet.Middle(input);
            (features, auxiliaryLogits) = (resnet.Last(middle), auxiliary.forward(middle));
        }

        // The classifier reads what is handed out, so that gradients to it can be measured; there and back loses nothing.
        var whole = Whole(features);
        return new NetworkOutput(
            whole,
            Whole(classifier.forward(whole.to(features.dtype))),
            auxiliaryLogits is null ? null : Whole(auxiliaryLogits)
        );

        static Tensor Whole(Tensor x) => x.to(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    /// <summary>F alone, (B, C, h, w), in the type and memory format of the images.</summary>
    public Tensor Features(Tensor images) =>
        decoder is null ? backbone.forward(images) : decoder.forward(((ResNet)backbone).Stages(images));

    private static (nn.Module<Tensor, Tensor> Backbone, long Channels) CreateBackbone(NetworkSpec spec)
    {
        if (spec.Network == SegmentationNetwork.DeepLabV2MobileNetV2)
        {
            var mobile = new MobileNetV2(spec.OutputStride);
            return (mobile, mobile.Channels);
        }

        var (bottleneck, blocks) = spec.Network switch
        {
            SegmentationNetwork.DeepLabV2ResNet18 or SegmentationNetwork.SwiftNetResNet18 => (
                false,
                new[] { 2, 2, 2, spec.LastStageBlocks }
            ),
            SegmentationNetwork.DeepLabV2ResNet50 => (true, [3, 4, 6, 3]),
            _ => (true, [3, 4, 23, 3]),
        };
        var resnet = new ResNet(bottleneck, blocks, spec.OutputStride, spec.BottleneckStride, spec.CeilModePooling);
        return (resnet, resnet.Channels);
    }
}
