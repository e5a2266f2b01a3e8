using Ass.MLNet;
using Ass.MLNet.Reporting;
using Microsoft.ML;

namespace AssCli;

/// <summary>What <c>train</c>, <c>evaluate</c> and <c>report</c> leave in a folder for people.</summary>
internal static class EvaluationReport
{
    private const int StripCount = 6;

    /// <summary>Writes confusion matrix and strips to a folder, and the report on all that is there.</summary>
    /// <param name="folder">The folder; <c>results.csv</c> and <c>options.json</c> in it become part of the report.</param>
    /// <param name="ml">Reads the data.</param>
    /// <param name="metrics">The model's metrics on the data.</param>
    /// <param name="data">Labelled images.</param>
    /// <param name="model">The model.</param>
    /// <param name="before">A model to compare with in the strips; null: none.</param>
    /// <param name="cancellation">Stops between two strips.</param>
    public static void Write(
        string folder, MLContext ml, SegmentationMetrics metrics, SegmentationDataset data, AssSegmentationTransformer model, AssSegmentationTransformer? before,
        CancellationToken cancellation)
    {
        ConfusionMatrixFile.Write(Path.Combine(folder, ConfusionMatrixFile.Name), metrics);
        (string, AssSegmentationTransformer)[] models = before is null ? [("prediction", model)] : [("before", before), ("after", model)];
        var palette = data.ClassNames?.SequenceEqual(metrics.ClassNames) == true ? data.Palette : null;
        PredictionStrips.Write(Path.Combine(folder, SegmentationReport.StripsFolder), ml, data, StripCount, models, palette, cancellation);
        Write(folder, palette);
    }

    /// <summary>Writes the report on what a folder has already.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="palette">The classes' colours; null: those that go with their names.</param>
    public static void Write(string folder, SegmentationPalette? palette = null) =>
        Terminal.Line($"Saved {SegmentationReport.FromRun(folder, palette).Write(folder)}");
}
