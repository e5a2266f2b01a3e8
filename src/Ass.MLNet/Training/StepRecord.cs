using Ass.MLNet.Checkpoints;
using Ass.MLNet.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Training;

/// <summary>One measured value of a step.</summary>
internal readonly record struct StepMeasure(string Name, MeasureKind Kind, float Value)
{
    public bool IsLoss => Kind == MeasureKind.Loss;
}

/// <summary>The measures of one step. The values stay on the device until they are requested, which synchronises with it.</summary>
internal sealed class StepRecord
{
    /// <summary>A loss above this has exploded: cross entropy starts near ln K, which is below 6 for 255 classes.</summary>
    public const float LargestSoundLoss = 10_000;

    private readonly (string Name, MeasureKind Kind)[] _names;
    private Tensor? _onDevice;
    private StepMeasure[] _measures = [];

    /// <param name="names">The measures' names and kinds, gradient norms last.</param>
    /// <param name="onDevice">Their values, 32-bit floats; owned by this object until they are read.</param>
    public StepRecord((string Name, MeasureKind Kind)[] names, Tensor onDevice) => (_names, _onDevice) = (names, onDevice);

    public IReadOnlyList<StepMeasure> Measures
    {
        get
        {
            Read([this]);
            return _measures;
        }
    }

    /// <summary>The first loss that is NaN, infinite or far too large; null if there is none.</summary>
    public StepMeasure? UnsoundLoss
    {
        get
        {
            foreach (var measure in Measures)
            {
                if (measure.IsLoss && !(Math.Abs(measure.Value) <= LargestSoundLoss))
                {
                    return measure;
                }
            }

            return null;
        }
    }

    /// <summary>Whether <see cref="UnsoundLoss"/> is null, as a Boolean on the device, for callers that must not synchronise. Only valid
    /// before the values are read. Accuracies are from 0 to 1 and do not affect it.</summary>
    public Tensor IsSound()
    {
        using var bounded = _onDevice!.narrow(0, 0, _names.Count(n => n.Kind != MeasureKind.GradientNorm));
        using var sizes = bounded.abs();
        using var sound = sizes.IsAtMost(LargestSoundLoss);
        return sound.all();
    }

    /// <summary>Fetches the values of many steps in one copy; values already read are kept.</summary>
    public static void Read(IReadOnlyList<StepRecord> records)
    {
        var unread = records.Where(r => r._onDevice is not null).ToArray();
        if (unread.Length == 0)
        {
            return;
        }
        try
        {
            using var together = cat(unread.Select(r => r._onDevice!).ToArray());
            using var onCpu = together.cpu();
            var numbers = new Queue<float>(onCpu.data<float>().ToArray());
            foreach (var record in unread)
            {
                record._measures = [.. record._names.Select(n => new StepMeasure(n.Name, n.Kind, numbers.Dequeue()))];
            }
        }
        finally
        {
            foreach (var record in unread)
            {
                record._onDevice!.Dispose();
                record._onDevice = null;
            }
        }
    }
}
