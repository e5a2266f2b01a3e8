namespace Ass.MLNet.RunLog;

/// <summary>Writes a run's human-readable logs to its workspace: <c>results.csv</c>, and TensorBoard event files in
/// <c>tensorboard</c>.</summary>
/// <remarks>A file that cannot be written causes a warning and never ends training. Not thread-safe.</remarks>
internal sealed class TrainingLog : IDisposable
{
    private readonly Lazy<ResultsCsv> _results;
    private readonly Lazy<TensorBoardLog> _tensorBoard;

    /// <summary>Creates the log. The first report starts the files, or continues those of a resumed run; a run that ends earlier leaves
    /// them unchanged.</summary>
    /// <param name="workspace">The run's folder.</param>
    /// <param name="resumeStep">Steps done so far; 0 in a fresh run. Entries of later steps are dropped.</param>
    /// <param name="columns">The columns of <c>results.csv</c>.</param>
    /// <param name="warn">Receives a warning if a file cannot be written.</param>
    public TrainingLog(string workspace, int resumeStep, ResultsColumns columns, Action<string> warn)
    {
        _results = new(() => new ResultsCsv(Path.Combine(workspace, "results.csv"), resumeStep, columns, warn));
        _tensorBoard = new(() => new TensorBoardLog(Path.Combine(workspace, "tensorboard"), resumeStep, warn));
    }

    /// <summary>Logs a report. It includes a validation of the same step, which <see cref="Validated"/> has already logged.</summary>
    public void Report(AssTrainingProgress progress)
    {
        _results.Value.Report(progress);
        _tensorBoard.Value.Report(progress);
    }

    /// <summary>Logs a validation and some of its pictures.</summary>
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
