using Ass.MLNet;
using Ass.MLNet.Reporting;
using Microsoft.ML;

namespace AssCli;

/// <summary>What <c>train</c>, <c>evaluate</c> and <c>report</c> leave in a folder for people.</summary>
internal static class EvaluationReport
{
    private const int StripCount = 6;

    /// <summary>Evaluates a model, writes confusion matrix and strips to a folder, and the report on all that is there.</summary>
    /// <param name="folder">The folder; <c>results.csv</c> and <c>options.json</c> in it become part of the report.</param>
    /// <param name="ml">Reads the data.</param>
    /// <param name="model">What evaluates: a chain, or the segmentation alone.</param>
    /// <param name="data">Labelled images.</param>
    /// <param name="before">A model to compare with in the strips; null: none.</param>
    /// <param name="cancellation">Stops between two images.</param>
    public static SegmentationMetrics Write(
        string folder, MLContext ml, ITransformer model, SegmentationDataset data, AssSegmentationTransformer? before, CancellationToken cancellation)
    {
        var metrics = Evaluation.Run(ml, model, data, cancellation);
        ConfusionMatrixFile.Write(Path.Combine(folder, ConfusionMatrixFile.Name), metrics);
        var after = ModelFile.FindSegmentation(model);
        (string, AssSegmentationTransformer)[] models = before is null ? [("prediction", after)] : [("before", before), ("after", after)];
        PredictionStrips.Write(Path.Combine(folder, SegmentationReport.StripsFolder), ml, data, StripCount, models, data.Palette, cancellation);
        Write(folder);
        return metrics;
    }

    /// <summary>Writes the report on what a folder has already.</summary>
    public static void Write(string folder) => Terminal.Line($"Saved {SegmentationReport.FromRun(folder).Write(folder)}");
}
