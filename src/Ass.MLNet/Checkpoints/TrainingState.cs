using Ass.MLNet.Sampling;

namespace Ass.MLNet.Checkpoints;

/// <summary>Everything that training goes on from besides its tensors.</summary>
/// <remarks>
/// Random numbers have no state of their own: each depends on the seed, its use and a counter (see <see cref="RandomNumbers"/>), and the
/// counters are the streams' positions. libtorch's generator fills the weights at the start and is not asked again.
/// </remarks>
internal sealed class TrainingState
{
    /// <summary>The seed of all randomness.</summary>
    public int Seed { get; set; }

    /// <summary>What the run was started with.</summary>
    public RunFingerprint Fingerprint { get; set; } = new();

    /// <summary>Steps done, those left out included.</summary>
    public int Step { get; set; }

    /// <summary>Time spent, without pauses between a run and its resumption.</summary>
    public TimeSpan Elapsed { get; set; }

    /// <summary>Where the streams stand.</summary>
    public StreamPositions? Streams { get; set; }

    /// <summary>Steps that each optimizer has made.</summary>
    public Dictionary<string, int> OptimizerSteps { get; set; } = [];

    /// <summary>Steps left out for an unsound loss.</summary>
    public int SkippedSteps { get; set; }

    /// <summary>Those of them that came last, without a sound one in between.</summary>
    public int SkippedInARow { get; set; }

    /// <summary>Losses, accuracies and gradient norms since the last report.</summary>
    public List<MeasureSum> Sums { get; set; } = [];

    /// <summary>The step that was reported last.</summary>
    public int ReportedStep { get; set; }

    /// <summary>The step that was validated last.</summary>
    public int ValidatedStep { get; set; }

    /// <summary>The highest mIoU of all validations, and its step.</summary>
    public BestValidation? Best { get; set; }

    /// <summary>The mIoU that a validation must beat to be a gain.</summary>
    public double? GainBase { get; set; }

    /// <summary>Validations since the last gain.</summary>
    public int ValidationsWithoutGain { get; set; }
}

/// <summary>A number of the steps, added up over them.</summary>
internal sealed record MeasureSum(string Name, MeasureKind Kind, double Sum, int Count)
{
    /// <summary>Earlier checkpoints say this, and no <see cref="Kind"/>.</summary>
    public bool IsLoss
    {
        init => Kind = value ? MeasureKind.Loss : MeasureKind.Accuracy;
    }
}

/// <summary>The best validation of a run.</summary>
internal sealed record BestValidation(int Step, double MeanIoU);
