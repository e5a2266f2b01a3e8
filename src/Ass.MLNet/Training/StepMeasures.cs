using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet;

/// <summary>Collects the losses and accuracies of one step on the device, and reads them all at once.</summary>
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

    /// <summary>All values as one tensor, so that reading them waits for the device once.</summary>
    public StepRecord Read()
    {
        using var onDevice = stack(values.Select(v => v.Value));
        using var onCpu = onDevice.cpu();
        return new StepRecord([.. values.Zip(onCpu.data<float>().ToArray(), (v, number) => new StepMeasure(v.Name, v.IsLoss, number))]);
    }

    public void Dispose()
    {
        foreach (var (_, _, value) in values)
            value.Dispose();
    }
}

/// <summary>One number of a step: a loss, or (else) a discriminator's accuracy.</summary>
internal readonly record struct StepMeasure(string Name, bool IsLoss, float Value);

/// <summary>What one step measured.</summary>
internal sealed record StepRecord(IReadOnlyList<StepMeasure> Measures)
{
    /// <summary>A loss above this has exploded: cross entropy starts near ln K, which is below 6 for 255 classes.</summary>
    public const float LargestSoundLoss = 10_000;

    /// <summary>The first loss that is NaN, infinite or far too large, or null.</summary>
    public StepMeasure? UnsoundLoss { get; } = FindUnsound(Measures);

    private static StepMeasure? FindUnsound(IReadOnlyList<StepMeasure> measures)
    {
        foreach (var measure in measures)
        {
            if (measure.IsLoss && !(Math.Abs(measure.Value) <= LargestSoundLoss))
                return measure;
        }

        return null;
    }
}
