using Ass.MLNet.Checkpoints;
using Ass.MLNet.Distribution;
using Ass.MLNet.Losses;
using Ass.MLNet.Networks;
using Ass.MLNet.Options;
using Ass.MLNet.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Training;

/// <summary>The network, the discriminators that the recipe needs, and their optimizers.</summary>
/// <remarks>As in AdaptSegNet: SGD for the network, with a higher learning rate for the classifier (and a decoder), and Adam with betas 0.9
/// and 0.99 for the discriminators.</remarks>
internal sealed class TrainingModules : IDisposable
{
    private readonly AssSegmentationOptions _options;

    /// <param name="network">On the training device, initialised.</param>
    /// <param name="options">Recipe, optimizers and rates.</param>
    /// <param name="generator">Initialises the discriminators.</param>
    /// <param name="device">The discriminators' device.</param>
    /// <param name="ranks">The processes that train them together; null for one.</param>
    public TrainingModules(
        SegmentationModule network,
        AssSegmentationOptions options,
        Generator generator,
        Device device,
        Ranks? ranks = null
    )
    {
        _options = options;
        Ranks = ranks ?? Ranks.Alone;
        Network = network;
        network.TrainsChannelsLast = UsesChannelsLast(options, device);
        var terms = RecipeTerms.Of(options);
        var spec = network.Spec;

        // All discriminators are initialised whatever the recipe, so that recipes sharing one start it from the same weights.
        var global = new GlobalDiscriminator(spec.ClassCount);
        global.Initialize(generator);
        global.Precision = options.Precision;
        long channels = options.Adversarial.SemanticFeatures == SemanticFeatureSpace.Backbone ? network.FeatureChannels : spec.ClassCount;
        var semantic = new SemanticDiscriminator(channels, spec.ClassCount, options.Adversarial.SemanticDiscriminator);
        semantic.Initialize(generator);
        var auxiliary = network.Auxiliary is null ? null : new GlobalDiscriminator(spec.ClassCount);
        auxiliary?.Initialize(generator);
        auxiliary?.Precision = options.Precision;

        // Modules move to their device before their optimizers are made: an optimizer keeps references to the parameters it was given.
        GlobalDiscriminator = Keep(global, terms.Global);
        SemanticDiscriminator = Keep(semantic, terms.Semantic);
        AuxiliaryDiscriminator = auxiliary is null ? null : Keep(auxiliary, terms.Global);
        GlobalOptimizer = DiscriminatorOptimizer(GlobalDiscriminator);
        SemanticOptimizer = DiscriminatorOptimizer(SemanticDiscriminator);
        AuxiliaryOptimizer = DiscriminatorOptimizer(AuxiliaryDiscriminator);
        NetworkOptimizer = NetworksOptimizer();
        Prototypes = terms.Prototypes ? new Prototypes(spec.ClassCount, channels, device, Ranks) : null;
        Teacher = terms.SelfTraining ? new Teacher(network, NetworkOptimizer.Buffers, Groups, options.SelfTraining.TeacherDecay) : null;
        FrozenFilters = network.HasBatchStatistics
            ? null
            : new FrozenFilters(network, NetworkOptimizer.Buffers[0], options.Precision.NumberType);

        T? Keep<T>(T module, bool needed)
            where T : nn.Module
        {
            if (needed)
            {
                return module.to(device);
            }
            module.Dispose();
            return null;
        }
    }

    /// <summary>The processes that train them together.</summary>
    public Ranks Ranks { get; }

    public SegmentationModule Network { get; }

    public GlobalDiscriminator? GlobalDiscriminator { get; }

    public SemanticDiscriminator? SemanticDiscriminator { get; }

    /// <summary>The second classifier's global discriminator.</summary>
    public GlobalDiscriminator? AuxiliaryDiscriminator { get; }

    public ParameterOptimizer NetworkOptimizer { get; }

    /// <summary>The backbone's filters if its batch norms are frozen.</summary>
    public FrozenFilters? FrozenFilters { get; }

    /// <summary>The moving average of the network, which labels unlabelled images; null without self-training.</summary>
    public Teacher? Teacher { get; }

    /// <summary>The source's class vectors in the mean; null unless target vectors are drawn to them.</summary>
    public Prototypes? Prototypes { get; }

    public ParameterOptimizer? GlobalOptimizer { get; }

    public ParameterOptimizer? SemanticOptimizer { get; }

    public ParameterOptimizer? AuxiliaryOptimizer { get; }

    /// <summary>The optimizers, by the name of the part that they train.</summary>
    public IReadOnlyDictionary<string, ParameterOptimizer> Optimizers =>
        Present(
            ("network", NetworkOptimizer),
            ("global", GlobalOptimizer),
            ("semantic", SemanticOptimizer),
            ("auxiliary", AuxiliaryOptimizer)
        );

    /// <summary>The network, its teacher, the discriminators and prototypes, by their names in <see cref="Tensors"/>.</summary>
    public IReadOnlyDictionary<string, nn.Module> Parts =>
        Present<nn.Module>(
            ("network", Network),
            ("global", GlobalDiscriminator),
            ("semantic", SemanticDiscriminator),
            ("auxiliary", AuxiliaryDiscriminator),
            ("teacher", Teacher?.Network),
            ("prototypes", Prototypes)
        );

    /// <summary>Every tensor that training changes: weights, batch statistics and the optimizers' states, by name. The tensors are live:
    /// writing to them restores an earlier state.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors()
    {
        var weights = Parts.SelectMany(m => m.Value.state_dict().Select(t => ($"{m.Key}.{t.Key}", t.Value)));
        var states = Optimizers.SelectMany(o => o.Value.State.Select(t => ($"optimizer.{o.Key}.{t.Name}", t.Value)));
        return weights.Concat(states).ToDictionary();
    }

    /// <summary>Gives all processes that train together what the first one has: the weights that training begins with, or a
    /// checkpoint's.</summary>
    public void TakeFromFirst(TrainingState state)
    {
        if (!Ranks.AreMany)
        {
            return;
        }
        using var scope = NewDisposeScope();
        Ranks.TakeFromFirst(Tensors());
        foreach (var (name, optimizer) in Optimizers)
        {
            optimizer.Steps = state.OptimizerSteps.GetValueOrDefault(name);
        }
    }

    /// <summary>Makes sure that all processes that train together have the same weights and states.</summary>
    /// <param name="step">Number of steps so far.</param>
    /// <exception cref="InvalidOperationException">They have not.</exception>
    public void KeepAlike(int step)
    {
        if (Ranks.AreMany)
        {
            using var scope = NewDisposeScope();
            Ranks.KeepAlike(Tensors(), $"After step {step}");
        }
    }

    /// <summary>Switches gradients for the semantic discriminator's own weights on or off. Gradients flow through the discriminator either
    /// way.</summary>
    public void RequireSemanticGradients(bool required)
    {
        foreach (var parameter in SemanticDiscriminator?.parameters() ?? [])
        {
            parameter.requires_grad = required;
        }
    }

    /// <summary>Frees the discriminators, all optimizers and the network's gradients; the network itself belongs to its owner.</summary>
    public void Dispose()
    {
        foreach (
            var part in new IDisposable?[]
            {
                FrozenFilters,
                Teacher,
                NetworkOptimizer,
                GlobalOptimizer,
                SemanticOptimizer,
                AuxiliaryOptimizer,
                GlobalDiscriminator,
                SemanticDiscriminator,
                AuxiliaryDiscriminator,
                Prototypes,
            }
        )
        {
            part?.Dispose();
        }
    }

    /// <summary>See <see cref="MemoryFormat"/>.</summary>
    private bool UsesChannelsLast(AssSegmentationOptions options, Device device) =>
        options.Computing.MemoryFormat switch
        {
            MemoryFormat.Auto => options.Precision == SegmentationPrecision.BFloat16
                || (
                    device.type == DeviceType.CPU
                    && (
                        options.Network == SegmentationNetwork.DeepLabV2MobileNetV2
                        || (
                            options.Network is SegmentationNetwork.DeepLabV2ResNet18 or SegmentationNetwork.SwiftNetResNet18
                            && !Network.HasBatchStatistics
                        )
                    )
                ),
            var chosen => chosen == MemoryFormat.ChannelsLast,
        };

    private static Dictionary<string, T> Present<T>(params (string Name, T? Value)[] parts)
        where T : class => parts.Where(p => p.Value is not null).ToDictionary(p => p.Name, p => p.Value!);

    /// <summary>The parameters of a network like <see cref="Network"/>, the backbone's first.</summary>
    private IEnumerable<ParameterGroup> Groups(SegmentationModule network)
    {
        double classifierRate = _options.LearningRate * _options.Optimization.ClassifierLearningRateMultiplier;
        return
        [
            Group(network.Backbone, _options.LearningRate * _options.AdaptSegNet.BackboneLearningRateMultiplier) with
            {
                ChannelsLast = network.TrainsChannelsLast,
            },
            .. network.Decoder is { } decoder
                ? [Group(decoder, classifierRate) with { ChannelsLast = network.TrainsChannelsLast }]
                : (ParameterGroup[])[],
            Group(network.Classifier, classifierRate) with
            {
                Idle = network.Classifier is AsppClassifier branches ? branches.Idle : [],
            },
            .. network.Auxiliary is { } auxiliary
                ? [Group(auxiliary, classifierRate) with { Idle = auxiliary.Idle }]
                : (ParameterGroup[])[],
        ];
    }

    private ParameterOptimizer NetworksOptimizer()
    {
        ParameterGroup[] groups = [.. Groups(Network)];
        return _options.Optimizer == SegmentationOptimizer.Sgd
            ? new SgdOptimizer(groups, _options.Optimization.Momentum, _options.Optimization.WeightDecay) { Ranks = Ranks }
            : new AdamOptimizer(groups, 0.9, 0.999, _options.Optimization.WeightDecay) { Ranks = Ranks };
    }

    private AdamOptimizer? DiscriminatorOptimizer(nn.Module? module) =>
        module is null
            ? null
            : new AdamOptimizer([Group(module, _options.Adversarial.DiscriminatorLearningRate)], 0.9, 0.99, weightDecay: 0)
            {
                Ranks = Ranks,
            };

    /// <summary>The trainable parameters of a module.</summary>
    private static ParameterGroup Group(nn.Module module, double learningRate) =>
        new([.. module.parameters().Where(p => p.requires_grad)], learningRate);
}
