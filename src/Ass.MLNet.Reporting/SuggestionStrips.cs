using System.Globalization;
using Ass.MLNet.Files;
using Ass.MLNet.Images;
using Ass.MLNet.Labels;
using Microsoft.ML.Data;

namespace Ass.MLNet.Reporting;

/// <summary>Draws images that are worth a label: image | prediction | where the model is unsure.</summary>
public static class SuggestionStrips
{
    internal const string Prefix = "suggestion-";
    private const string Pattern = Prefix + "*.png";

    /// <summary>Writes a strip per image, as <c>suggestion-01-NAME.png</c>, …; earlier ones in the folder are removed.</summary>
    /// <param name="folder">The folder; it is created if needed.</param>
    /// <param name="images">The image files.</param>
    /// <param name="model">The model; <see langword="null"/>: the images alone.</param>
    /// <param name="cancellationToken">Cancels between two strips.</param>
    /// <returns>The files, in order.</returns>
    /// <exception cref="InvalidDataException">An image cannot be read; the message names it.</exception>
    public static IReadOnlyList<string> Write(
        string folder,
        IReadOnlyList<string> images,
        AssSegmentationTransformer? model,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ArgumentNullException.ThrowIfNull(images);
        Directory.CreateDirectory(folder);
        foreach (string old in Directory.EnumerateFiles(folder, Pattern))
        {
            File.Delete(old);
        }

        var legend = model is null ? null : new SegmentationLegend(model.ClassNames, SegmentationPalette.ForClasses(model.ClassNames));
        var files = new List<string>();
        foreach (string path in images)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var image = ImageFile.Read(path);
            using var strip = Draw(image, model, legend);
            string name = Path.GetFileNameWithoutExtension(path);
            string file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{files.Count + 1:00}-{name}.png"));
            AtomicFile.Write(file, (strip ?? image).WritePng);
            files.Add(file);
        }
        return files;
    }

    private static MLImage? Draw(MLImage image, AssSegmentationTransformer? model, SegmentationLegend? legend)
    {
        if (model is null)
        {
            return null;
        }
        using var colors = model.Segment(image).Colorize();
        using var unsure = model.MapUncertainty(image);
        return SegmentationStrip.Create([("image", image), ("prediction", colors), ("uncertainty", unsure)], legend!);
    }
}
