using TorchSharp.Modules;

namespace Ass.MLNet.Training;

/// <summary>Parameters that share a learning rate.</summary>
/// <param name="Parameters">In the order in which checkpoints number them.</param>
/// <param name="LearningRate">Above 0; a step scales it.</param>
internal sealed record ParameterGroup(IReadOnlyList<Parameter> Parameters, double LearningRate)
{
    /// <summary>Those of the parameters that the network does not compute with. They have no gradient and keep their values; in checkpoints
    /// their state is zeros.</summary>
    public IEnumerable<Parameter> Idle { get; init; } = [];

    /// <summary>Whether filters are to lie in memory as channels last.</summary>
    public bool ChannelsLast { get; init; }
}
