namespace Ass.MLNet.Cli.Research.Study;

/// <summary>The result of a finished cell: its <c>result.json</c>.</summary>
/// <param name="Part">The cell's part.</param>
/// <param name="Variant">Its variant; empty in a part without.</param>
/// <param name="Row">Its row.</param>
/// <param name="Labeled">Its labelled target images.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="MeanIoU">mIoU after the last step, 0 to 1, over the classes that the labels show: the same ones in all cells.</param>
/// <param name="PixelAccuracy">Share of correctly classified pixels, 0 to 1.</param>
/// <param name="ClassIoU">IoU, 0 to 1, by class; NaN where a class occurs neither in truth nor in prediction.</param>
/// <param name="Seconds">Training time, pauses left out; null where the last start had no step left to train.</param>
/// <param name="SecondsPerStep">The median over the reports of the last start, which a process that is held up for a while does not
/// change; null where there is none.</param>
/// <param name="Iterations">Training steps.</param>
/// <param name="SkippedSteps">Number of steps skipped because of an unsound loss.</param>
/// <param name="Threads">Number of threads that libtorch used.</param>
/// <param name="Version">The library's version.</param>
/// <param name="Finished">The time of completion.</param>
internal sealed record StudyResult(
    string Part,
    string Variant,
    string Row,
    int Labeled,
    int Seed,
    double MeanIoU,
    double PixelAccuracy,
    IReadOnlyDictionary<string, double> ClassIoU,
    double? Seconds,
    double? SecondsPerStep,
    int Iterations,
    int? SkippedSteps,
    int Threads,
    string? Version,
    DateTimeOffset Finished
);
