using System.Diagnostics;
using Ass.MLNet.Cli.CommandLine;
using Microsoft.ML;

namespace Ass.MLNet.Cli.Use;

/// <summary>Predicts and evaluates a data set with a progress display.</summary>
internal static class Evaluation
{
    /// <param name="ml">Reads the images.</param>
    /// <param name="model">The model.</param>
    /// <param name="data">The labelled images.</param>
    /// <param name="cancellation">Stops before the next image.</param>
    /// <param name="allowsMisread">Whether labels are measured on that seem to be misread.</param>
    public static SegmentationMetrics Run(
        MLContext ml,
        ITransformer model,
        SegmentationDataset data,
        CancellationToken cancellation,
        bool allowsMisread = false
    ) => ProgressDisplay.Run($"Evaluating {data.Count} images.", data.Count, report =>
        {
            var clock = Stopwatch.StartNew();
            int done = 0;

            // A filter that lets every row through sees the rows as the evaluation reads them, which the evaluation itself does not show.
            var predictions = ml.Data.FilterByCustomPredicate<ImageRow>(model.Transform(ml.Data.LoadSegmentation(data)), _ =>
            {
                cancellation.ThrowIfCancellationRequested();
                if (done > 0)
                {
                    report(done, clock.Elapsed / done * (data.Count - done), "");
                }
                done++;
                return false;
            });
            var metrics = ml.MulticlassClassification.EvaluateSegmentation(predictions, allowMisreadLabels: allowsMisread);
            report(data.Count, TimeSpan.Zero, "");
            return metrics;
        });

    private sealed class ImageRow
    {
        public string? ImagePath { get; set; }
    }
}
