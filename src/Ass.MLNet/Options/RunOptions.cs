using System.ComponentModel.DataAnnotations;
using Ass.MLNet.Options;
using Microsoft.ML;

namespace Ass.MLNet;

/// <summary>How a long run is kept: workspace, checkpoints, resuming, validation, early stopping, reports.</summary>
/// <remarks>Set through <see cref="AssSegmentationOptions.Run"/>: <c>Run = { … }</c>.</remarks>
public sealed class RunOptions
{
    /// <summary>The run's own folder, made where it does not exist: checkpoints, <c>best.zip</c>, <c>results.csv</c> and TensorBoard's
    /// event files go there. One run at a time can use it. Default null: nothing is written.</summary>
    [Option("--output", "The run's folder.", OnResume = ChangeOnResume.Free, Expected = "a folder's path or null")]
    public string? WorkspacePath { get; set; }

    /// <summary>Steps between two checkpoints, at least 1; one more is written at the end and when training is stopped. The last two are
    /// kept. A checkpoint holds the weights about three times (network, optimizer state), some 350 MB for ResNet-101. Default
    /// 500.</summary>
    [Option("--checkpoint-every", "Steps between two checkpoints.", OnResume = ChangeOnResume.Free)]
    [Range(1, int.MaxValue)]
    public int CheckpointEvery { get; set; } = 500;

    /// <summary>Whether <c>Fit</c> goes on from the newest whole checkpoint in <see cref="WorkspacePath"/>; without one it starts anew. On
    /// the CPU the weights come out the same, bit for bit, as without the interruption. Default false: a workspace with checkpoints is an
    /// error.</summary>
    [Option(
        "--resume",
        "Go on from the newest checkpoint in --output; start anew where there is none, so that one command serves for both.",
        OnResume = ChangeOnResume.Free
    )]
    public bool Resume { get; set; }

    /// <summary>Whether resuming accepts other data and other settings than the checkpoint's (rates, weights, sizes, the number of steps),
    /// with a warning that lists them. What changes the network, its classes, the recipe or an optimizer is never accepted. Default false:
    /// an error.</summary>
    [Option("--allow-changes", "Let --resume accept other data and settings than the checkpoint's.", OnResume = ChangeOnResume.Free)]
    public bool AllowChangesOnResume { get; set; }

    /// <summary>Labelled images to measure the network on while it trains; the image and label columns have the same names as in the
    /// training data, and rows without a label are left out. Never the test split: best model and early stopping are chosen by it. Default
    /// null.</summary>
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

    /// <summary>Whether <c>Fit</c> returns the model with the highest validation mIoU instead of the last one. In a workspace the best one
    /// lies in <c>best.zip</c> either way. Needs <see cref="ValidationSet"/>. Default false.</summary>
    [Option("--keep-best", "Save the best model of all validations as model.zip, not the last.", OnResume = ChangeOnResume.Free)]
    public bool ReturnBestModel { get; set; }

    /// <summary>Validations in a row without gain after which training stops, at least 1. Needs <see cref="ValidationSet"/>. Default null:
    /// never.</summary>
    [Option(
        "--patience",
        "Stop after that many validations in a row without gain. Default: train to the end.",
        OnResume = ChangeOnResume.Free
    )]
    [Range(1, int.MaxValue)]
    public int? EarlyStoppingPatience { get; set; }

    /// <summary>By how much the mIoU (0 to 1) must grow over the best so far to count as a gain for <see cref="EarlyStoppingPatience"/>, 0
    /// or more. Default 0.</summary>
    [Option("--min-gain", "By how much the mIoU (0 to 1) must grow to count as a gain for --patience.", OnResume = ChangeOnResume.Free)]
    [Range(0, double.MaxValue)]
    public double EarlyStoppingMinimumGain { get; set; }

    /// <summary>Steps in a row that may be left out because a loss is NaN, infinite or above 10,000, before training stops with an error; 0
    /// stops at the first. A step that is left out changes no weight. Training fails at the end, too, where more than half of all steps or
    /// the last three were left out, and at once where weights have become NaN or infinite. A GPU is not waited for in every step: there
    /// warnings and the stop come with the next report, validation or checkpoint, after 100 steps at most. Default 10.</summary>
    [Option(
        "--max-skipped-steps",
        "Steps in a row that may be left out for unsound losses before training stops.",
        OnResume = ChangeOnResume.Free
    )]
    [Range(0, int.MaxValue)]
    public int MaximumSkippedSteps { get; set; } = 10;

    /// <summary>Steps between two reports, each of which is a row of <c>results.csv</c>, at least 1. Default 10.</summary>
    [Option("--report-every", "Steps between two reports, each a row of results.csv.", OnResume = ChangeOnResume.Free)]
    [Range(1, int.MaxValue)]
    public int ProgressInterval { get; set; } = 10;

    /// <summary>What <c>Fit</c> does when it was cancelled: return the model so far (true), or throw
    /// <see cref="OperationCanceledException"/> (false), which it also does where it has not made a step yet. No more images are read:
    /// batch statistics are measured on the four batches trained on last, instead of fifty, which can cost some accuracy. Default
    /// false.</summary>
    [Option(null, "Whether a cancelled training returns the model so far.", OnResume = ChangeOnResume.Free)]
    public bool ReturnModelWhenCanceled { get; set; }

    /// <summary>Called once when options, data and files have been checked, a checkpoint to resume from included, and training really
    /// begins, on the thread that called <c>Fit</c>. What it throws ends training. Default null.</summary>
    [Option(null, "Called when training begins.", OnResume = ChangeOnResume.Free)]
    public Action? Begun { get; set; }
}
