using System.Globalization;
using Ass.MLNet.Columns;
using Ass.MLNet.Files;
using Ass.MLNet.Images;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ass.MLNet.Reporting;

/// <summary>Draws the predictions of models for labelled images: image | truth | one prediction per model, with a legend.</summary>
public static class PredictionStrips
{
    private const string Prefix = "strip-";

    /// <summary>The strips' files.</summary>
    private const string Pattern = Prefix + "*.png";

    /// <summary>The folder for strips until all are drawn.</summary>
    private const string NewFolder = ".new-strips";

    /// <summary>Writes strips for images picked evenly across a data set, as <c>strip-01-NAME.png</c>, …; earlier strips in the folder are
    /// removed once all new ones are drawn. Colours that are given are written to <c>strip-colors.json</c> beside them, for
    /// <see cref="SegmentationReport.FromRun"/>.</summary>
    /// <param name="folder">The folder; it is created if needed.</param>
    /// <param name="mlContext">The context used to read the data.</param>
    /// <param name="data">Labelled images; images whose label differs in size are skipped.</param>
    /// <param name="count">The number of strips, at least 1; fewer if the set is smaller.</param>
    /// <param name="models">The models from left to right with the titles of their predictions; all have the same classes.</param>
    /// <param name="palette">The class colours; <see langword="null"/>: <see cref="SegmentationPalette.ForClasses"/>.</param>
    /// <param name="cancellationToken">Cancels between two strips.</param>
    /// <returns>The files, in order.</returns>
    /// <exception cref="InvalidOperationException">A model's classes differ from those of the other models or of the data.</exception>
    public static IReadOnlyList<string> Write(
        string folder,
        MLContext mlContext,
        SegmentationDataset data,
        int count,
        IReadOnlyList<(string Title, ISegmentationTransformer Model)> models,
        SegmentationPalette? palette = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ArgumentNullException.ThrowIfNull(mlContext);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(models);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (models.Count == 0)
        {
            throw new ArgumentException("At least one model is needed.", nameof(models));
        }

        var classNames = models[0].Model.ClassNames;
        foreach (var (title, model) in models)
        {
            ClassAgreement.Check(($"model '{title}'", model.ClassNames), ("the first model", classNames));
            ClassAgreement.Check(($"model '{title}'", model.ClassNames), ("the data", data.ClassNames));
        }

        var colors = palette ?? SegmentationPalette.ForClasses(classNames);
        var legend = new SegmentationLegend(classNames, colors);
        string newFolder = Path.Combine(folder, NewFolder);
        if (Directory.Exists(newFolder))
        {
            Directory.Delete(newFolder, recursive: true);
        }

        Directory.CreateDirectory(newFolder);
        try
        {
            var names = Draw(newFolder, mlContext, data, count, models, colors, legend, cancellationToken);
            foreach (string old in Directory.EnumerateFiles(folder, Pattern))
            {
                File.Delete(old);
            }

            foreach (string name in names)
            {
                File.Move(Path.Combine(newFolder, name), Path.Combine(folder, name));
            }

            StripColors.Write(folder, classNames, palette);
            return [.. names.Select(name => Path.Combine(folder, name))];
        }
        finally
        {
            Directory.Delete(newFolder, recursive: true);
        }
    }

    private static List<string> Draw(
        string folder,
        MLContext mlContext,
        SegmentationDataset data,
        int count,
        IReadOnlyList<(string Title, ISegmentationTransformer Model)> models,
        SegmentationPalette palette,
        SegmentationLegend legend,
        CancellationToken cancellationToken
    )
    {
        var names = new List<string>();
        foreach (var (path, image, label) in LabeledPictures.Read(mlContext, data, count))
        {
            using var _ = image;
            using var __ = label;
            cancellationToken.ThrowIfCancellationRequested();
            using var strip = Draw(image, label, models, palette, legend);
            string name = string.Create(
                CultureInfo.InvariantCulture,
                $"{Prefix}{names.Count + 1:00}-{Path.GetFileNameWithoutExtension(path)}.png"
            );
            AtomicFile.Write(Path.Combine(folder, name), strip.WritePng);
            names.Add(name);
        }

        return names;
    }

    private static MLImage Draw(
        MLImage image,
        MLImage label,
        IReadOnlyList<(string Title, ISegmentationTransformer Model)> models,
        SegmentationPalette palette,
        SegmentationLegend legend
    )
    {
        var panels = new List<(string Title, MLImage Image)> { ("image", image) };
        try
        {
            panels.Add(("truth", palette.Colorize(label)));
            foreach (var (title, model) in models)
            {
                var mask = model.Segment(image);
                panels.Add((title, palette.Colorize(mask.ClassIds, mask.Width, mask.Height)));
            }

            return SegmentationStrip.Create(panels, legend);
        }
        finally
        {
            foreach (var (_, panel) in panels.Skip(1))
            {
                panel.Dispose();
            }
        }
    }
}
