using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Runs;
using Ass.MLNet.Files;
using Ass.MLNet.Reporting;
using Microsoft.ML;

namespace Ass.MLNet.Cli.Use;

/// <summary>The human-readable reports that <c>train</c>, <c>evaluate</c> and <c>report</c> write to a folder.</summary>
internal static class EvaluationReport
{
    private const int StripCount = 6;

    /// <summary>Writes confusion matrix and strips to a folder, and the report on everything in it.</summary>
    /// <inheritdoc cref="WriteParts"/>
    public static void Write(
        string folder,
        MLContext ml,
        SegmentationMetrics metrics,
        SegmentationDataset data,
        NamedModel model,
        NamedModel? before,
        CancellationToken cancellation
    ) => Write(folder, WriteParts(folder, ml, metrics, data, model, before, cancellation));

    /// <summary>Writes confusion matrix and strips to a folder.</summary>
    /// <param name="folder">The folder; <c>results.csv</c> and <c>options.json</c> in it become part of the report.</param>
    /// <param name="ml">Reads the data.</param>
    /// <param name="metrics">The model's metrics on the data.</param>
    /// <param name="data">Labelled images.</param>
    /// <param name="model">The model.</param>
    /// <param name="before">A model to compare with in the strips; null: none.</param>
    /// <param name="cancellation">Stops between two strips.</param>
    /// <returns>The classes' colours; null: those that go with their names.</returns>
    public static SegmentationPalette? WriteParts(
        string folder,
        MLContext ml,
        SegmentationMetrics metrics,
        SegmentationDataset data,
        NamedModel model,
        NamedModel? before,
        CancellationToken cancellation
    )
    {
        (string, ISegmentationTransformer)[] models = before is null
            ? [(model.Name, model.Model)]
            : [($"before: {before.Name}", before.Model), ($"after: {model.Name}", model.Model)];
        string what = before is null ? $"by {model.Path}." : $"before = {before.Path}, after = {model.Path}.";
        var palette = data.ClassNames?.SequenceEqual(metrics.ClassNames) == true ? data.Palette : null;
        string strips = Path.Combine(folder, SegmentationReport.StripsFolder);
        int count = PredictionStrips.Write(strips, ml, data, StripCount, models, palette, cancellation).Count;
        AtomicFile.Write(Path.Combine(strips, SegmentationReport.StripsNoteFile), file =>
            File.WriteAllText(file, $"{count} of the {data.LabeledImagePaths.Count} images that the metrics are of ({data.Name}), {what}")
        );

        // Last: a report that is stopped before is the earlier one.
        ConfusionMatrixFile.Write(Path.Combine(folder, ConfusionMatrixFile.Name), metrics);
        return palette;
    }

    /// <summary>Writes the report on a folder's existing files.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="palette">The classes' colours; null: those of the strips, and if these tell none, those that go with their
    /// names.</param>
    public static void Write(string folder, SegmentationPalette? palette = null)
    {
        var report = SegmentationReport.FromRun(folder, palette, new RunFolder(folder).Contradiction);
        Terminal.Line($"Saved {report.Write(folder)}");
    }
}

/// <summary>A model, its path, and its name in pictures.</summary>
internal sealed record NamedModel(string Path, ISegmentationTransformer Model)
{
    /// <summary>The run's folder, or the file's name without its extension if that says more than <c>model</c>.</summary>
    public string Name
    {
        get
        {
            string file = System.IO.Path.GetFullPath(Path),
                stem = System.IO.Path.GetFileNameWithoutExtension(file);
            return stem == System.IO.Path.GetFileNameWithoutExtension(RunFiles.Model)
                ? System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(file))!
                : stem;
        }
    }
}
