using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet;

/// <summary>Collects the losses and accuracies of one step where they are computed.</summary>
internal sealed class StepMeasures : IDisposable
{
    public const string Source = "source";
    public const string Target = "target";
    public const string Global = "global";
    public const string Semantic = "semantic";
    public const string GlobalDiscriminator = "global discriminator";
    public const string SemanticDiscriminator = "semantic discriminator";

    /// <summary>Before the names of the second classifier's and its discriminator's measures.</summary>
    public const string Auxiliary = "auxiliary ";

    private readonly List<(string Name, bool IsLoss, Tensor Value)> values = [];

    public void AddLoss(string name, Tensor loss) => values.Add((name, true, loss.detach().DetachFromDisposeScope()));

    /// <param name="discriminator">Whose.</param>
    /// <param name="accuracy">Owned from here on.</param>
    public void AddAccuracy(string discriminator, Tensor accuracy) => values.Add((discriminator, false, accuracy.DetachFromDisposeScope()));

    /// <summary>The values so far as one tensor; nothing is waited for.</summary>
    public StepRecord ToRecord() => new([.. values.Select(v => (v.Name, v.IsLoss))], stack(values.Select(v => v.Value)).DetachFromDisposeScope());

    public void Dispose()
    {
        foreach (var (_, _, value) in values)
            value.Dispose();
    }
}
