using Ass.MLNet.Networks;
using Ass.MLNet.Sampling;

namespace Ass.MLNet.Checkpoints;

/// <summary>Everything besides tensors that training needs to resume.</summary>
/// <remarks>
/// Random numbers have no state of their own: each depends on the seed, its use and a counter (see <see cref="RandomNumbers"/>), and the
/// counters are the streams' positions. libtorch's generator only initialises the weights.
/// </remarks>
internal sealed class TrainingState
{
    /// <summary>The seed of all randomness.</summary>
    public int Seed { get; set; }

    /// <summary>The run's settings and data.</summary>
    public RunFingerprint Fingerprint { get; set; } = new();

    /// <summary>What tells the validation set from others; null if there was none so far, and in checkpoints of earlier versions.</summary>
    public Dictionary<string, string>? Validation { get; set; }

    /// <summary>The labels' pixels of each class; null where they were never counted, and in checkpoints of earlier versions.</summary>
    public ClassPixels? Labels { get; set; }

    /// <summary>How batch norms train; null in checkpoints of earlier versions.</summary>
    public BatchNormMode? BatchNorm { get; set; }

    /// <summary>What the network gets of pixels; null in checkpoints of earlier versions.</summary>
    public InputNormalization? Normalization { get; set; }

    /// <summary>Blocks in the last stage of a ResNet-18, of which the weights it started from have more or fewer; null in checkpoints of
    /// earlier versions.</summary>
    public int? LastStageBlocks { get; set; }

    /// <summary>Steps done, including skipped ones.</summary>
    public int Step { get; set; }

    /// <summary>Training time, excluding pauses before a resumption.</summary>
    public TimeSpan Elapsed { get; set; }

    /// <summary>The streams' positions.</summary>
    public StreamPositions? Streams { get; set; }

    /// <summary>Number of steps of each optimizer.</summary>
    public Dictionary<string, int> OptimizerSteps { get; set; } = [];

    /// <summary>Steps skipped because of an unsound loss.</summary>
    public int SkippedSteps { get; set; }

    /// <summary>Consecutive skipped steps up to now.</summary>
    public int SkippedInARow { get; set; }

    /// <summary>Losses, accuracies and gradient norms since the last report.</summary>
    public List<MeasureSum> Sums { get; set; } = [];

    /// <summary>The step that was reported last.</summary>
    public int ReportedStep { get; set; }

    /// <summary>The step that was validated last.</summary>
    public int ValidatedStep { get; set; }

    /// <summary>The step whose validation is made again, and does not count for early stopping again; 0 for none.</summary>
    public int RepeatedStep { get; set; }

    /// <summary>The highest mIoU of all validations, and its step.</summary>
    public BestValidation? Best { get; set; }

    /// <summary>The mIoU that a validation must beat to be a gain.</summary>
    public double? GainBase { get; set; }

    /// <summary>Validations since the last gain.</summary>
    public int ValidationsWithoutGain { get; set; }

    /// <summary>Forgets the best model, since its file is gone. If the last step was validated, it is again: it may be the best one
    /// left.</summary>
    public void ForgetBest()
    {
        Best = null;
        RepeatedStep = ValidatedStep == Step ? Step : 0;
        ValidatedStep = 0;
    }
}

/// <summary>A measure summed over steps.</summary>
internal sealed record MeasureSum(string Name, MeasureKind Kind, double Sum, int Count)
{
    /// <summary>Used by earlier checkpoints in place of <see cref="Kind"/>.</summary>
    public bool IsLoss
    {
        init => Kind = value ? MeasureKind.Loss : MeasureKind.Accuracy;
    }
}

/// <summary>The best validation of a run.</summary>
internal sealed record BestValidation(int Step, double MeanIoU);
