using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ass.MLNet.Reporting;

/// <summary>Selects labelled images for display.</summary>
internal static class LabeledPictures
{
    /// <summary>Returns images picked evenly across those of a data set that have a label, skipping those whose label differs in size. The
    /// caller disposes of both images.</summary>
    /// <param name="mlContext">The context used to read the data.</param>
    /// <param name="data">The set.</param>
    /// <param name="count">The number of images, at least 1; fewer if fewer have a label.</param>
    public static IEnumerable<(string Path, MLImage Image, MLImage Label)> Read(MLContext mlContext, SegmentationDataset data, int count)
    {
        var labeled = data.LabeledImagePaths.ToHashSet(StringComparer.Ordinal);
        int[] places = [.. data.ImagePaths.Index().Where(image => labeled.Contains(image.Item)).Select(image => image.Index)];
        count = Math.Min(count, places.Length);
        var chosen = Enumerable.Range(0, count).Select(i => places[(int)((i + 0.5) * places.Length / count)]).ToHashSet();

        // Images of filtered-out rows are never decoded.
        int index = 0;
        var rows = mlContext.Data.FilterByCustomPredicate<PathRow>(mlContext.Data.LoadSegmentation(data), _ => !chosen.Contains(index++));
        foreach (var row in mlContext.Data.CreateEnumerable<Row>(rows, reuseRowObject: false))
        {
            if (row.Image is { } image && row.Label is { } label && (image.Width, image.Height) == (label.Width, label.Height))
            {
                yield return (row.ImagePath!, image, label);
            }
            else
            {
                row.Image?.Dispose();
                row.Label?.Dispose();
            }
        }
    }

    private sealed class PathRow
    {
        public string? ImagePath { get; set; }
    }

    private sealed class Row
    {
        public string? ImagePath { get; set; }

        [Microsoft.ML.Transforms.Image.ImageType(1, 1)]
        public MLImage? Image { get; set; }

        [Microsoft.ML.Transforms.Image.ImageType(1, 1)]
        public MLImage? Label { get; set; }
    }
}
