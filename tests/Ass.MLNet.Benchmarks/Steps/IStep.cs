using TorchSharp;

namespace Ass.MLNet.Benchmarks;

/// <summary>A training step of ASS, on batches that stay the same.</summary>
internal interface IStep : IWork
{
    /// <summary>Those of the last step.</summary>
    StepLosses Losses { get; }

    /// <summary>The network that learns; its parameters have the same names whoever made it.</summary>
    torch.nn.Module Network { get; }

    /// <summary>Takes the three streams' images forwards through the network, and a gradient of each one's logits back, and does nothing
    /// else of a step.</summary>
    void RunNetworkAlone();
}

/// <summary>The losses of a step, before their weights.</summary>
internal readonly record struct StepLosses(
    double Source,
    double Target,
    double Global,
    double Semantic,
    double GlobalDiscriminator,
    double SemanticDiscriminator
)
{
    public double[] ToArray() => [Source, Target, Global, Semantic, GlobalDiscriminator, SemanticDiscriminator];
}
