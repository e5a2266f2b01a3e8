namespace Ass.MLNet.Datasets;

/// <summary>Applies <see cref="MissingLabels"/> to the images of a labelling tool's files.</summary>
internal static class MissingLabelRule
{
    /// <summary>Sorts the samples by name, and keeps those without a label, drops them with a note, or throws.</summary>
    /// <param name="set">The name of the data set in errors.</param>
    /// <param name="samples">The images.</param>
    /// <param name="missing">How to treat images without a label.</param>
    /// <param name="lookedFor">What would be a label, and where, for errors.</param>
    /// <param name="notes">Notes of the set so far.</param>
    /// <exception cref="FileNotFoundException">Images have no label, and that is an error; or none has one.</exception>
    /// <exception cref="InvalidOperationException">Two images have the same name.</exception>
    public static FoundSamples Apply(
        string set,
        IEnumerable<SegmentationSample> samples,
        MissingLabels missing,
        string lookedFor,
        IEnumerable<DatasetNote> notes
    )
    {
        if (!Enum.IsDefined(missing))
        {
            throw new ArgumentOutOfRangeException(
                nameof(missing),
                missing,
                $"Missing labels must be one of {string.Join(", ", Enum.GetNames<MissingLabels>())}."
            );
        }

        var sorted = samples.OrderBy(sample => sample.Stem, StringComparer.Ordinal).ToList();
        string[] twice = [.. sorted.CountBy(sample => sample.Stem).Where(count => count.Value > 1).Select(count => count.Key)];
        if (twice.Length > 0)
        {
            throw new InvalidOperationException($"{set} names images more than once: {SegmentationFiles.FirstFew(twice)}.");
        }

        string[] unlabelled = [.. sorted.Where(sample => sample.LabelPath is null).Select(sample => sample.ImagePath)];
        if (unlabelled.Length == 0)
        {
            return new FoundSamples(sorted, [.. notes]);
        }

        string count = $"{unlabelled.Length} of {sorted.Count} images have no label: {SegmentationFiles.FirstFew(unlabelled)}";
        if (missing == MissingLabels.Error || (missing == MissingLabels.LeaveOut && unlabelled.Length == sorted.Count))
        {
            throw new FileNotFoundException(
                $"{set}: {count}; looked for {lookedFor}."
                    + (
                        missing == MissingLabels.LeaveOut
                            ? ""
                            : " To leave them out or to take them as unlabelled, say missingLabels, or "
                                + "missing-labels=leave-out|unlabeled on the command line."
                    )
            );
        }

        var note = new DatasetNote(
            $"{count}; they {(missing == MissingLabels.LeaveOut ? "were left out" : "are unlabelled")}.",
            IsWarning: true
        );
        sorted.RemoveAll(sample => missing == MissingLabels.LeaveOut && sample.LabelPath is null);
        return new FoundSamples(sorted, [.. notes, note]);
    }
}
