using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Research.Cells;
using Ass.MLNet.Cli.Runs;
using Ass.MLNet.Cli.Train;
using Ass.MLNet.Cli.Use;
using Ass.MLNet.Reporting;
using Microsoft.ML;
using TorchSharp;

namespace Ass.MLNet.Cli.Research.Study;

/// <summary>Trains or resumes one cell of a study and evaluates it once.</summary>
internal static class CellTraining
{
    /// <param name="planned">The cell, which this process has claimed.</param>
    /// <param name="ml">Device and the cell's seed.</param>
    /// <param name="title">The cell's title in the display.</param>
    /// <param name="keepModel">Whether to save the model.</param>
    /// <param name="cancellation">Stops after a step, which is saved.</param>
    public static void Run(PlannedStudyCell planned, MLContext ml, string title, bool keepModel, CancellationToken cancellation)
    {
        var (cell, _, data, options, _) = planned;
        options.CancellationToken = cancellation;

        // No validation: nothing is selected on the images used for reporting.
        using var session = planned.Open();
        var training = new TrainingRun(session, ml, options, planned.SettingsNow(), validation: null);
        var rows = data.Load(ml, cell);
        using var model = training.Fit($"{title}: training for {options.Iterations} steps.", rows);
        var metrics = Evaluation.Run(ml, model, data.Validation, cancellation, options.DataCheck != DataCheckMode.Stop);
        MetricsTable.Write(metrics);
        ConfusionMatrixFile.Write(session.Work.At(ConfusionMatrixFile.Name), metrics);
        if (keepModel)
        {
            session.Work.SaveModel(ml, model, rows.Schema, training.Last);
        }
        session.Finish();
        planned.Folder.Finish(
            new StudyResult(
                cell.Part,
                cell.Variant,
                cell.Row.Name,
                cell.Labeled,
                cell.Seed,
                metrics.MeanIoUOfTrueClasses,
                metrics.PixelAccuracy,
                metrics.ClassNames.Zip(metrics.PerClassIoU).ToDictionary(c => c.First, c => c.Second),
                training.Last?.Elapsed.TotalSeconds,
                SecondsPerStep(training.Reports),
                options.Iterations,
                training.Last?.SkippedSteps,
                torch.get_num_threads(),
                RunSettings.Version?.Split('+')[0],
                DateTimeOffset.Now
            )
        );
    }

    private static double? SecondsPerStep(IReadOnlyList<AssTrainingProgress> reports)
    {
        double[] speeds =
        [
            .. reports
                .Zip(reports.Skip(1), (before, after) => (after.Elapsed - before.Elapsed).TotalSeconds / (after.Step - before.Step))
                .Order(),
        ];
        return speeds.Length > 0 ? speeds[speeds.Length / 2] : null;
    }
}
