using Ass.MLNet.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Training;

/// <summary>Collects the losses, accuracies and gradient norms of one step where they are computed.</summary>
internal sealed class StepMeasures : IDisposable
{
    private readonly List<(string Name, MeasureKind Kind, Tensor Value)> _values = [];

    public void AddLoss(string name, Tensor loss) => _values.Add((name, MeasureKind.Loss, loss.detach().DetachFromDisposeScope()));

    /// <param name="discriminator">Whose.</param>
    /// <param name="accuracy">Owned from here on.</param>
    public void AddAccuracy(string discriminator, Tensor accuracy) =>
        _values.Add((discriminator, MeasureKind.Accuracy, accuracy.DetachFromDisposeScope()));

    /// <param name="loss">Whose.</param>
    /// <param name="gradient">Of the loss with its weight.</param>
    public void AddGradientNorm(string loss, Tensor gradient)
    {
        using var values32 = gradient.to(ScalarType.Float32);
        _values.Add((loss, MeasureKind.GradientNorm, values32.norm().DetachFromDisposeScope()));
    }

    /// <summary>The values so far as one tensor; nothing is waited for.</summary>
    public StepRecord ToRecord()
    {
        (string Name, MeasureKind Kind, Tensor Value)[] all = [.. _values.OrderBy(v => v.Kind == MeasureKind.GradientNorm)];
        return new([.. all.Select(v => (v.Name, v.Kind))], stack(all.Select(v => v.Value)).DetachFromDisposeScope());
    }

    public void Dispose()
    {
        foreach (var (_, _, value) in _values)
        {
            value.Dispose();
        }
    }
}
