namespace Ass.MLNet.Datasets;

/// <summary>Text files that select images of a set, one per line.</summary>
internal static class SampleList
{
    /// <summary>The listed samples, in the order of the set.</summary>
    /// <param name="samples">The set.</param>
    /// <param name="listFile">
    /// A line is a file name or stem, with or without its folders and the layout's suffix, for instance <c>aachen_000000_000019</c> or
    /// <c>aachen/aachen_000000_000019_leftImg8bit.png</c>; <c>./</c> before it, as <c>find .</c> writes it, does not count.
    /// </param>
    /// <param name="what">The description of the list in errors: <c>The list of labelled images</c>.</param>
    /// <param name="mustHaveLabel">Whether an image without a label is an error.</param>
    /// <exception cref="FileNotFoundException">The list is missing.</exception>
    /// <exception cref="InvalidOperationException">A line names no image, several images, or an image without a label; or the list is
    /// empty.</exception>
    public static IReadOnlyList<SegmentationSample> Read(
        IReadOnlyList<SegmentationSample> samples,
        string listFile,
        string what,
        bool mustHaveLabel
    )
    {
        var byStem = samples.ToDictionary(sample => sample.Stem, StringComparer.Ordinal);
        var byName = samples
            .SelectMany(
                sample => new[] { sample.Stem, SegmentationFiles.StemOf(sample.ImagePath) },
                (sample, path) => (Sample: sample, Path: path)
            )
            .DistinctBy(name => (name.Sample, FileName(name.Path)))
            .ToLookup(name => FileName(name.Path), name => name.Sample, StringComparer.Ordinal);
        var chosen = new HashSet<SegmentationSample>();
        var wrong = new Dictionary<string, List<string>>();
        foreach (string line in ListFile.ReadLines(listFile, what))
        {
            string given = SegmentationFiles.StemOf(line),
                stem = WithoutHere(given);
            SegmentationSample[] found =
                byStem.TryGetValue(given, out var exact) || byStem.TryGetValue(stem, out exact)
                    ? [exact]
                    : Best([.. byName[FileName(stem)]], stem);
            string? reason = found switch
            {
                [] => "unknown",
                [{ LabelPath: null }] when mustHaveLabel => "without a label in the set",
                [_] => null,
                _ => "in several folders (give the folder, too)",
            };
            if (reason is null)
            {
                chosen.Add(found[0]);
            }
            else if (!wrong.TryAdd(reason, [line]))
            {
                wrong[reason].Add(line);
            }
        }

        if (wrong.Count > 0)
        {
            throw new InvalidOperationException(
                $"{what} '{Path.GetFullPath(listFile)}' names images that are "
                    + string.Join("; ", wrong.Select(w => $"{w.Key}: {SegmentationFiles.FirstFew(w.Value)}"))
                    + $". The set has {samples.Count} images, the first is '{samples[0].Stem}'."
            );
        }

        return [.. samples.Where(chosen.Contains)];
    }

    /// <summary>Of the samples with the right file name, those whose folders match the line's.</summary>
    private static SegmentationSample[] Best(SegmentationSample[] named, string stem)
    {
        if (!stem.Contains('/'))
        {
            return named;
        }

        string end = "/" + stem;
        return [.. named.Where(sample => EndsWith(sample.Stem) || EndsWith(SegmentationFiles.StemOf(Path.GetFullPath(sample.ImagePath))))];

        bool EndsWith(string path) => ("/" + path).EndsWith(end, StringComparison.Ordinal);
    }

    /// <summary>A path without the folder it starts from, <c>./</c>.</summary>
    private static string WithoutHere(string path)
    {
        while (path.StartsWith("./", StringComparison.Ordinal))
        {
            path = path[2..].TrimStart('/');
        }

        return path;
    }

    private static string FileName(string path) => path[(path.LastIndexOf('/') + 1)..];
}
