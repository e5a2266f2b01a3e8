namespace Ass.MLNet.Datasets;

/// <summary>Selects the images of a target set that keep their labels.</summary>
internal static class LabeledSubset
{
    /// <summary>A random selection that depends only on the names and the seed: the same on every machine and version.</summary>
    /// <remarks>
    /// For a given seed, a smaller selection is a subset of every larger one, so experiments with more labels only add some.
    /// </remarks>
    /// <param name="samples">The set, in ordinal order of the stems.</param>
    /// <param name="count">The number of images, from 0 to the number of labelled images.</param>
    /// <param name="seed">The seed.</param>
    public static IReadOnlySet<string> Choose(IReadOnlyList<SegmentationSample> samples, int count, int seed)
    {
        string[] stems = [.. samples.Where(sample => sample.LabelPath is not null).Select(sample => sample.Stem)];
        if (count < 0 || count > stems.Length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(count),
                $"{count} labelled images were asked for, but the set has {stems.Length} (of {samples.Count} images)."
            );
        }

        // Fisher–Yates from the front: after n steps the first n places are final.
        var random = new SplitMix64(unchecked((ulong)seed));
        for (int i = 0; i < count; i++)
        {
            int other = i + random.Next(stems.Length - i);
            (stems[i], stems[other]) = (stems[other], stems[i]);
        }

        return stems.Take(count).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Reads the images listed in a text file, one per line: a file name or stem, with or without its folders.</summary>
    /// <exception cref="InvalidOperationException">A line names no image, several images, or an image without a label.</exception>
    public static IReadOnlySet<string> Read(IReadOnlyList<SegmentationSample> samples, string listFile) =>
        SampleList
            .Read(samples, listFile, "The list of labelled images", mustHaveLabel: true)
            .Select(sample => sample.Stem)
            .ToHashSet(StringComparer.Ordinal);
}
