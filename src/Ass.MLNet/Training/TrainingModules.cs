using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ass.MLNet;

/// <summary>The network, the discriminators that the recipe needs, and their optimizers.</summary>
/// <remarks>AdaptSegNet's: SGD for the network with a faster classifier, Adam with betas 0.9 and 0.99 for the discriminators.</remarks>
internal sealed class TrainingModules : IDisposable
{
    private readonly AssSegmentationOptions options;

    /// <param name="network">On the training device, initialised.</param>
    /// <param name="options">Recipe, optimizers and rates.</param>
    /// <param name="generator">Fills the discriminators.</param>
    /// <param name="device">Where the discriminators go.</param>
    public TrainingModules(DeepLabV2 network, AssSegmentationOptions options, Generator generator, Device device)
    {
        this.options = options;
        Network = network;
        var terms = RecipeTerms.Of(options.Recipe);
        var spec = network.Spec;

        // Both are filled whatever the recipe, so that rows that share a part start it alike.
        var global = new GlobalDiscriminator(spec.ClassCount);
        global.Initialize(generator);
        long channels = options.SemanticFeatures == SemanticFeatureSpace.Backbone ? network.FeatureChannels : spec.ClassCount;
        var semantic = new SemanticDiscriminator(channels, spec.ClassCount, options.SemanticDiscriminator);
        semantic.Initialize(generator);

        // Modules move to their device before their optimizers are made: an optimizer keeps hold of the parameters that it was given.
        GlobalDiscriminator = Keep(global, terms.Global);
        SemanticDiscriminator = Keep(semantic, terms.Semantic);
        GlobalOptimizer = DiscriminatorOptimizer(GlobalDiscriminator);
        SemanticOptimizer = DiscriminatorOptimizer(SemanticDiscriminator);
        NetworkOptimizer = options.Optimizer == SegmentationOptimizer.Sgd ? Sgd() : Adam();

        T? Keep<T>(T module, bool needed) where T : nn.Module
        {
            if (needed)
                return module.to(device);
            module.Dispose();
            return null;
        }
    }

    public DeepLabV2 Network { get; }

    public GlobalDiscriminator? GlobalDiscriminator { get; }

    public SemanticDiscriminator? SemanticDiscriminator { get; }

    public optim.Optimizer NetworkOptimizer { get; }

    public optim.Optimizer? GlobalOptimizer { get; }

    public optim.Optimizer? SemanticOptimizer { get; }

    /// <summary>Sets every learning rate to its start times <paramref name="decay"/>.</summary>
    public void SetLearningRates(double decay)
    {
        var rates = new[] { options.LearningRate, options.LearningRate * options.ClassifierLearningRateMultiplier };
        foreach (var (group, rate) in NetworkOptimizer.ParamGroups.Zip(rates))
            group.LearningRate = rate * decay;
        foreach (var group in (GlobalOptimizer?.ParamGroups ?? []).Concat(SemanticOptimizer?.ParamGroups ?? []))
            group.LearningRate = options.DiscriminatorLearningRate * decay;
    }

    /// <summary>Switches gradients to the discriminators' own weights on or off; through them they flow either way.</summary>
    public void RequireDiscriminatorGradients(bool required)
    {
        foreach (var module in new nn.Module?[] { GlobalDiscriminator, SemanticDiscriminator })
        {
            foreach (var parameter in module?.parameters() ?? [])
                parameter.requires_grad = required;
        }
    }

    /// <summary>Frees the discriminators and all optimizers; the network is left to its owner.</summary>
    public void Dispose()
    {
        NetworkOptimizer.Dispose();
        GlobalOptimizer?.Dispose();
        SemanticOptimizer?.Dispose();
        GlobalDiscriminator?.Dispose();
        SemanticDiscriminator?.Dispose();
    }

    private SGD Sgd() => optim.SGD(
        new[] { Network.Backbone, (nn.Module)Network.Classifier }.Select(m => new SGD.ParamGroup(Trainable(m), new SGD.Options
        {
            LearningRate = options.LearningRate,
            momentum = options.Momentum,
            weight_decay = options.WeightDecay,
        })),
        options.LearningRate);

    private Adam Adam() => optim.Adam(
        new[] { Network.Backbone, (nn.Module)Network.Classifier }.Select(m => new Adam.ParamGroup(Trainable(m), new Adam.Options
        {
            LearningRate = options.LearningRate,
            beta1 = 0.9,
            beta2 = 0.999,
            eps = 1e-8,
            weight_decay = options.WeightDecay,
        })),
        options.LearningRate);

    private Adam? DiscriminatorOptimizer(nn.Module? module) =>
        module is null ? null : optim.Adam(module.parameters(), options.DiscriminatorLearningRate, beta1: 0.9, beta2: 0.99);

    private static IEnumerable<Parameter> Trainable(nn.Module module) => module.parameters().Where(p => p.requires_grad).ToArray();
}
