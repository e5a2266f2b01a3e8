namespace Ass.MLNet;

/// <summary>Chooses the images of a target set that keep their label.</summary>
internal static class LabeledSubset
{
    /// <summary>A random choice that depends on the names and the seed alone: the same on every machine and version.</summary>
    /// <remarks>
    /// With one seed a smaller choice is part of every larger one, so that experiments with more labels only add some.
    /// </remarks>
    /// <param name="samples">The set, in ordinal order of the stems.</param>
    /// <param name="count">How many images to choose, 0 – the number of labelled images.</param>
    /// <param name="seed">The seed.</param>
    public static IReadOnlySet<string> Choose(IReadOnlyList<SegmentationSample> samples, int count, int seed)
    {
        string[] stems = [.. samples.Where(sample => sample.LabelPath is not null).Select(sample => sample.Stem)];
        if (count < 0 || count > stems.Length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(count), $"{count} labelled images were asked for, but the set has {stems.Length} (of {samples.Count} images).");
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

    /// <summary>The images that a text file lists, one per line: a file name or stem, with or without its folders.</summary>
    /// <exception cref="InvalidOperationException">A line names no image, several images, or an image without a label.</exception>
    public static IReadOnlySet<string> Read(IReadOnlyList<SegmentationSample> samples, string listFile)
    {
        if (!File.Exists(listFile))
        {
            throw new FileNotFoundException($"The list of labelled images '{Path.GetFullPath(listFile)}' does not exist.", listFile);
        }

        var byPath = samples.ToDictionary(sample => sample.Stem, StringComparer.Ordinal);
        var byName = samples.ToLookup(sample => Path.GetFileName(sample.Stem), StringComparer.Ordinal);
        var chosen = new HashSet<string>(StringComparer.Ordinal);
        var wrong = new Dictionary<string, List<string>>();
        foreach (string line in File.ReadLines(listFile).Select(line => line.Trim()).Where(line => line.Length > 0))
        {
            string stem = SegmentationFiles.StemOf(line);
            SegmentationSample[] found = byPath.TryGetValue(stem, out var exact) ? [exact] : [.. byName[stem]];
            string? reason = found switch
            {
                [] => "unknown",
                [{ LabelPath: null }] => "without a label in the set",
                [_] => null,
                _ => "in several folders (give the folder, too)",
            };
            if (reason is null)
            {
                chosen.Add(found[0].Stem);
            }
            else if (!wrong.TryAdd(reason, [line]))
            {
                wrong[reason].Add(line);
            }
        }

        if (wrong.Count > 0)
        {
            throw new InvalidOperationException(
                $"The list of labelled images '{Path.GetFullPath(listFile)}' names images that are "
                + string.Join("; ", wrong.Select(w => $"{w.Key}: {SegmentationFiles.FirstFew(w.Value)}"))
                + $". The set has {samples.Count} images, the first is '{samples[0].Stem}'.");
        }

        return chosen;
    }
}
