using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet;

/// <summary>The losses and accuracies of one step, left on the device until someone needs the numbers.</summary>
internal sealed class StepMeasures : IDisposable
{
    public const string Source = "source";
    public const string Target = "target";
    public const string Global = "global";
    public const string Semantic = "semantic";
    public const string GlobalDiscriminator = "global discriminator";
    public const string SemanticDiscriminator = "semantic discriminator";

    private readonly List<(string Name, bool IsLoss, Tensor Value)> values = [];

    public void AddLoss(string name, Tensor loss) => values.Add((name, true, loss.detach().DetachFromDisposeScope()));

    /// <param name="discriminator">Whose.</param>
    /// <param name="accuracy">Owned from here on.</param>
    public void AddAccuracy(string discriminator, Tensor accuracy) => values.Add((discriminator, false, accuracy.DetachFromDisposeScope()));

    /// <summary>All values as one tensor, so that reading them waits for the device once.</summary>
    public StepRecord ToRecord() =>
        new([.. values.Select(v => (v.Name, v.IsLoss))], stack(values.Select(v => v.Value)).DetachFromDisposeScope());

    public void Dispose()
    {
        foreach (var (_, _, value) in values)
            value.Dispose();
    }
}

/// <summary>The measures of one step, outliving the step's dispose scope.</summary>
/// <param name="Names">What each value is.</param>
/// <param name="Values">(N) values on the device.</param>
internal sealed record StepRecord((string Name, bool IsLoss)[] Names, Tensor Values) : IDisposable
{
    public void Dispose() => Values.Dispose();
}
