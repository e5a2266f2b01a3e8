namespace Ass.MLNet.RunLog;

/// <summary>What a run leaves in its workspace for people: <c>results.csv</c>, and TensorBoard's event files in
/// <c>tensorboard</c>.</summary>
/// <remarks>Files that cannot be written never end training; a warning tells. Not for use from several threads at once.</remarks>
internal sealed class TrainingLog : IDisposable
{
    private readonly Lazy<ResultsCsv> _results;
    private readonly Lazy<TensorBoardLog> _tensorBoard;

    /// <summary>With the first report begins the files, or continues those of the run that is resumed: a run that ends before it leaves
    /// them alone.</summary>
    /// <param name="workspace">The run's folder.</param>
    /// <param name="resumeStep">Steps done so far; 0 in a fresh run. What the files tell about later steps is dropped.</param>
    /// <param name="columns">What <c>results.csv</c> tells.</param>
    /// <param name="warn">Takes a warning when a file cannot be written.</param>
    public TrainingLog(string workspace, int resumeStep, ResultsColumns columns, Action<string> warn)
    {
        _results = new(() => new ResultsCsv(Path.Combine(workspace, "results.csv"), resumeStep, columns, warn));
        _tensorBoard = new(() => new TensorBoardLog(Path.Combine(workspace, "tensorboard"), resumeStep, warn));
    }

    /// <summary>Takes a report; a validation of the same step is in it, and was told to <see cref="Validated"/>.</summary>
    public void Report(AssTrainingProgress progress)
    {
        _results.Value.Report(progress);
        _tensorBoard.Value.Report(progress);
    }

    /// <summary>Takes a validation and some of its pictures.</summary>
    public void Validated(int step, SegmentationMetrics metrics, IReadOnlyList<PredictionPicture> pictures) =>
        _tensorBoard.Value.Validated(step, metrics, pictures);

    public void Dispose()
    {
        if (_results.IsValueCreated)
        {
            _results.Value.Dispose();
        }

        if (_tensorBoard.IsValueCreated)
        {
            _tensorBoard.Value.Dispose();
        }
    }
}
