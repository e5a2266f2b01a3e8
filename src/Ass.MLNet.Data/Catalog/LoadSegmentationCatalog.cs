using Ass.MLNet;
using Ass.MLNet.Datasets;
using Ass.MLNet.MLNetInternals;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Loads segmentation data sets into ML.NET.</summary>
public static class LoadSegmentationCatalog
{
    /// <summary>
    /// Loads data sets as rows, one set after the other. Images are decoded row by row as they are read. They belong to the cursor, which
    /// disposes of them when it moves on, as with ML.NET's <c>LoadImages</c>. EXIF orientation is applied and alpha is dropped
    /// (<see cref="ImageFile"/>). The sets' notes (<see cref="SegmentationDataset.Notes"/>) are logged.
    /// </summary>
    /// <returns>
    /// Columns <c>ImagePath</c> and <c>LabelPath</c> (text; <c>LabelPath</c> is empty for a row without a label; for a label that lies in
    /// a larger file, it is that file), <c>Domain</c> (text, <c>source</c> or <c>target</c>), <c>Image</c> and <c>Label</c> (MLImage of
    /// any size; a label's grey value is the train id, 255 = ignored; null for a row without a label). If a set knows its class names,
    /// <c>Label</c> carries them as the annotation <c>ClassNames</c>.
    /// </returns>
    /// <param name="catalog">The catalog.</param>
    /// <param name="datasets">One or more sets, each with a role (<c>AsSource</c> or <c>AsTarget</c>).</param>
    /// <exception cref="InvalidOperationException">A set has no role, or two sets have different class names.</exception>
    public static IDataView LoadSegmentation(this DataOperationsCatalog catalog, params SegmentationDataset[] datasets)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(datasets);
        if (datasets.Length == 0 || datasets.Contains(null!))
        {
            throw new ArgumentException("At least one data set is needed, and none may be null.", nameof(datasets));
        }

        var data = new SegmentationDataView(datasets);
        using var channel = MLNetEnvironment.Of(catalog).Start(nameof(LoadSegmentation));
        foreach (var (set, note) in datasets.SelectMany(set => set.AllNotes, (set, note) => (set, note)))
        {
            string text = $"{set.Name}: {note.Text}";
            if (note.IsWarning)
            {
                channel.Warning(MessageSensitivity.None, text);
            }
            else
            {
                channel.Info(MessageSensitivity.None, text);
            }
        }

        return data;
    }
}
