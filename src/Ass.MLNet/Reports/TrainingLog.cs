namespace Ass.MLNet;

/// <summary>What a run leaves in its workspace for people: <c>results.csv</c>, and TensorBoard's event files in <c>tensorboard</c>.</summary>
/// <remarks>Files that cannot be written never end training; a warning tells. Not for use from several threads at once.</remarks>
internal sealed class TrainingLog : IDisposable
{
    private readonly ResultsCsv _results;
    private readonly TensorBoardLog _tensorBoard;

    /// <summary>Begins the files, or continues those of the run that is resumed.</summary>
    /// <param name="workspace">The run's folder.</param>
    /// <param name="resumeStep">Steps done so far; 0 in a fresh run. What the files tell about later steps is dropped.</param>
    /// <param name="columns">What <c>results.csv</c> tells.</param>
    /// <param name="warn">Takes a warning when a file cannot be written.</param>
    public TrainingLog(string workspace, int resumeStep, ResultsColumns columns, Action<string> warn)
    {
        _results = new ResultsCsv(Path.Combine(workspace, "results.csv"), resumeStep, columns, warn);
        _tensorBoard = new TensorBoardLog(Path.Combine(workspace, "tensorboard"), resumeStep, warn);
    }

    /// <summary>Takes a report; a validation of the same step is in it, and was told to <see cref="Validated"/>.</summary>
    public void Report(AssTrainingProgress progress)
    {
        _results.Report(progress);
        _tensorBoard.Report(progress);
    }

    /// <summary>Takes a validation and some of its pictures.</summary>
    public void Validated(int step, SegmentationMetrics metrics, IReadOnlyList<PredictionPicture> pictures) =>
        _tensorBoard.Validated(step, metrics, pictures);

    public void Dispose()
    {
        _results.Dispose();
        _tensorBoard.Dispose();
    }
}
