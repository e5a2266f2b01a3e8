using Ass.MLNet.Checkpoints;
using Ass.MLNet.Distribution;
using Ass.MLNet.Losses;
using Ass.MLNet.RunLog;
using Ass.MLNet.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Training;

/// <summary>Collects the losses, accuracies and gradient norms of one step on the device that computes them.</summary>
internal sealed class StepMeasures : IDisposable
{
    private readonly List<(string Name, MeasureKind Kind, Tensor Value)> _values = [];

    public void AddLoss(string name, Tensor loss) => _values.Add((name, MeasureKind.Loss, loss.detach().DetachFromDisposeScope()));

    /// <summary>Adds the loss of each classifier and returns their sum, the second one's weighted.</summary>
    /// <param name="name">The loss's name.</param>
    /// <param name="losses">Of the main classifier, and of the second one if there is one.</param>
    /// <param name="auxiliaryWeight">μ, the weight of the second one's.</param>
    public Tensor AddLoss(string name, Levels losses, double auxiliaryWeight)
    {
        AddLoss(name, losses.Main);
        if (losses.Auxiliary is null)
        {
            return losses.Main;
        }
        AddLoss(MeasureNames.Auxiliary + name, losses.Auxiliary);
        return losses.Main.Plus(losses.Auxiliary.Times(auxiliaryWeight));
    }

    /// <param name="discriminator">The discriminator's name.</param>
    /// <param name="accuracy">The share of correct decisions, 0 to 1; ownership passes to this object.</param>
    public void AddAccuracy(string discriminator, Tensor accuracy) =>
        _values.Add((discriminator, MeasureKind.Accuracy, accuracy.DetachFromDisposeScope()));

    /// <param name="name">What of.</param>
    /// <param name="share">0 to 1; ownership passes to this object.</param>
    public void AddShare(string name, Tensor share) => _values.Add((name, MeasureKind.Share, share.DetachFromDisposeScope()));

    /// <param name="loss">The loss's name.</param>
    /// <param name="gradient">The weighted loss's gradient.</param>
    public void AddGradientNorm(string loss, Tensor gradient)
    {
        using var values32 = gradient.to(ScalarType.Float32);
        _values.Add((loss, MeasureKind.GradientNorm, values32.norm().DetachFromDisposeScope()));
    }

    /// <summary>Packs the values so far into one tensor, without synchronising with the device.</summary>
    /// <param name="ranks">The processes over which the values are averaged.</param>
    public StepRecord ToRecord(Ranks ranks)
    {
        (string Name, MeasureKind Kind, Tensor Value)[] all = [.. _values.OrderBy(v => v.Kind == MeasureKind.GradientNorm)];
        using var together = stack(all.Select(v => v.Value));
        if (ranks.AreMany)
        {
            // Each process measures the norm n of the gradient of its own mean loss; that of the mean over R processes, on all their
            // features, is sqrt(mean n² / R).
            using var isNorm = tensor([.. all.Select(v => v.Kind == MeasureKind.GradientNorm)], device: together.device);
            using var squared = where(isNorm, together.square(), together);
            ranks.Average(squared);
            using var share = (1.0 / ranks.Count).ToScalar();
            using var norms = squared.mul(share).sqrt();
            using var means = where(isNorm, norms, squared);
            together.copy_(means);
        }
        return new([.. all.Select(v => (v.Name, v.Kind))], together.alias().DetachFromDisposeScope());
    }

    public void Dispose()
    {
        foreach (var (_, _, value) in _values)
        {
            value.Dispose();
        }
    }
}
