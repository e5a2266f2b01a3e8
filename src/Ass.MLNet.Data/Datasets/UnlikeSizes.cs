using System.Collections.Concurrent;
using Ass.MLNet.Images;

namespace Ass.MLNet.Datasets;

/// <summary>Finds images that differ in size from their labels.</summary>
internal static class UnlikeSizes
{
    private const int MostNamed = 5;

    /// <summary>Finds the samples, in the order of the set, each with a text that names the image and both sizes.</summary>
    public static OrderedDictionary<SegmentationSample, string> Find(SegmentationDataset set, CancellationToken cancellation)
    {
        var found = new ConcurrentDictionary<SegmentationSample, string>();
        Parallel.ForEach(
            set.Samples.Where(sample => sample.LabelPath is not null),
            new ParallelOptions { CancellationToken = cancellation },
            sample =>
            {
                try
                {
                    var image = PictureSize.Shown(sample.ImagePath);
                    var label = sample.LabelSize();
                    if (image != label)
                    {
                        found[sample] = $"'{sample.ImagePath}' is {image}, its label {label}";
                    }
                }
                catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
                {
                    // Not reported here: reading the complete pair will report it.
                }
            }
        );
        var ordered = new OrderedDictionary<SegmentationSample, string>();
        foreach (var sample in set.Samples.Where(found.ContainsKey))
        {
            ordered.Add(sample, found[sample]);
        }

        return ordered;
    }

    /// <summary>A warning that counts and names the dropped images, out of <paramref name="count"/>.</summary>
    public static DatasetNote Note(OrderedDictionary<SegmentationSample, string> unlike, int count) =>
        new(
            $"{unlike.Count} of {count} images differ in size from their labels and were left out: "
                + $"{string.Join("; ", unlike.Values.Take(MostNamed))}"
                + (unlike.Count > MostNamed ? $"; and {unlike.Count - MostNamed} more." : "."),
            IsWarning: true
        );
}
