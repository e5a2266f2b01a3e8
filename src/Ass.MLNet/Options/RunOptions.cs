using System.ComponentModel.DataAnnotations;
using Ass.MLNet.Options;
using Microsoft.ML;

namespace Ass.MLNet;

/// <summary>Management of long runs: workspace, checkpoints, resuming, validation, early stopping, reports.</summary>
/// <remarks>Set through <see cref="AssSegmentationOptions.Run"/>: <c>Run = { … }</c>.</remarks>
public sealed class RunOptions
{
    /// <summary>The run's own folder for checkpoints, <c>best.zip</c>, <c>results.csv</c> and TensorBoard event files; created if missing.
    /// Only one run at a time can use it. Default null: nothing is written.</summary>
    [Option("--output", "The run's folder.", OnResume = ChangeOnResume.Free, Expected = "a folder's path or null")]
    public string? WorkspacePath { get; set; }

    /// <summary>Steps between two checkpoints, at least 1; another is written at the end and when training is stopped. The last two are
    /// kept. A checkpoint is about two (SGD) to three times (Adam) the size of the weights, one more with self-training: 350 to 700 MB for
    /// ResNet-101. Default 500.</summary>
    [Option("--checkpoint-every", "Steps between two checkpoints.", OnResume = ChangeOnResume.Free)]
    [Range(1, int.MaxValue)]
    public int CheckpointEvery { get; set; } = 500;

    /// <summary>Whether <c>Fit</c> continues from the newest intact checkpoint in <see cref="WorkspacePath"/>; without one it starts from
    /// scratch. On the CPU the final weights are bit-for-bit the same as without the interruption. Default false: a workspace with
    /// checkpoints is an error.</summary>
    [Option(
        "--resume",
        "Go on from the newest checkpoint in --output; start anew where there is none, so that one command serves for both.",
        OnResume = ChangeOnResume.Free
    )]
    public bool Resume { get; set; }

    /// <summary>Whether resuming accepts data and settings that differ from the checkpoint's (rates, weights, sizes, the number of steps),
    /// with a warning that lists the differences. Changes to the network, its classes, the recipe or an optimizer are never accepted.
    /// Default false: an error.</summary>
    [Option("--allow-changes", "Let --resume accept other data and settings than the checkpoint's.", OnResume = ChangeOnResume.Free)]
    public bool AllowChangesOnResume { get; set; }

    /// <summary>Labelled images on which to evaluate the network during training. The image and label columns must have the same names as
    /// in the training data; rows without a label are skipped. Never use the test split here: this set selects the best model and the
    /// stopping point. Default null.</summary>
    [Option(
        "--val",
        "Labelled target images (never the test split) to measure the network on while it trains.",
        OnResume = ChangeOnResume.Free
    )]
    public IDataView? ValidationSet { get; set; }

    /// <summary>Steps between two validations, at least 1; the last step is always validated. Default null: a twentieth of
    /// <see cref="AssSegmentationOptions.Iterations"/>.</summary>
    [Option("--val-every", "Steps between two validations. Default: a twentieth of --iterations.", OnResume = ChangeOnResume.Free)]
    [Range(1, int.MaxValue)]
    public int? ValidateEvery { get; set; }

    /// <summary>Whether <c>Fit</c> returns the model with the highest validation mIoU instead of the last one. A workspace keeps the best
    /// one in <c>best.zip</c> either way. Needs <see cref="ValidationSet"/>. Default false.</summary>
    [Option("--keep-best", "Save the best model of all validations as model.zip, not the last.", OnResume = ChangeOnResume.Free)]
    public bool ReturnBestModel { get; set; }

    /// <summary>Number of consecutive validations without a gain after which training stops, at least 1. Needs <see cref="ValidationSet"/>.
    /// Default null: never.</summary>
    [Option(
        "--patience",
        "Stop after that many validations in a row without gain. Default: train to the end.",
        OnResume = ChangeOnResume.Free
    )]
    [Range(1, int.MaxValue)]
    public int? EarlyStoppingPatience { get; set; }

    /// <summary>Minimum increase of the mIoU over the last validation that was a gain, to count as one for
    /// <see cref="EarlyStoppingPatience"/>: 0 to 0.1, where 0.01 is a point of mIoU in percent. Default 0.</summary>
    [Option(
        "--min-gain",
        "By how much the mIoU must grow to count as a gain for --patience; 0.01 is a point.",
        OnResume = ChangeOnResume.Free
    )]
    [Range(0, 0.1)]
    public double EarlyStoppingMinimumGain { get; set; }

    /// <summary>Number of consecutive steps that may be skipped because a loss is NaN, infinite or above 10,000, before training stops with
    /// an error; 0 stops at the first. A skipped step changes no weights. Training also fails at the end if more than half of all steps or
    /// the last three were skipped, and at once if weights become NaN or infinite. On a GPU, training does not synchronise at every step:
    /// warnings and the stop come with the next report, validation or checkpoint, after 100 steps at most. Default 10.</summary>
    [Option(
        "--max-skipped-steps",
        "Steps in a row that may be left out for unsound losses before training stops.",
        OnResume = ChangeOnResume.Free
    )]
    [Range(0, int.MaxValue)]
    public int MaximumSkippedSteps { get; set; } = 10;

    /// <summary>Steps between two reports, at least 1. Each report is a row of <c>results.csv</c>. Default 10.</summary>
    [Option("--report-every", "Steps between two reports, each a row of results.csv.", OnResume = ChangeOnResume.Free)]
    [Range(1, int.MaxValue)]
    public int ProgressInterval { get; set; } = 10;

    /// <summary>Whether a cancelled <c>Fit</c> returns the model so far (true) or throws <see cref="OperationCanceledException"/> (false).
    /// It also throws if no step has been made yet. No more images are read: batch statistics are measured on the last four training
    /// batches instead of fifty, which can cost some accuracy. Default false.</summary>
    [Option(null, "Whether a cancelled training returns the model so far.", OnResume = ChangeOnResume.Free)]
    public bool ReturnModelWhenCanceled { get; set; }

    /// <summary>Called once, on the thread that called <c>Fit</c>, when training actually starts: options, data and files, including any
    /// checkpoint to resume from, have been checked. An exception thrown by it ends training. Default null.</summary>
    [Option(null, "Called when training begins.", OnResume = ChangeOnResume.Free)]
    public Action? Begun { get; set; }
}
