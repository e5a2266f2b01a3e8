namespace Ass.MLNet.Labels;

/// <summary>Maps labels to classes by their names, for data sets whose labels have some: each such set numbers its labels by itself, so
/// that a map of numbers would mean other labels in the next set.</summary>
/// <param name="trainIds">Label → train id; 255 for ignored.</param>
/// <param name="classes">The names and colours of the classes; its values do not count.</param>
internal sealed class LabelNameMap(IReadOnlyDictionary<string, int> trainIds, LabelMap classes)
{
    /// <summary>The labels that it names, ignored ones, too.</summary>
    public IReadOnlyList<string> Labels => [.. trainIds.Keys];

    /// <summary>The labels without those that it ignores and a data set does, too: a label that is ignored is no class there.</summary>
    /// <param name="ignored">The labels that the data set ignores.</param>
    public IReadOnlyList<string> LabelsBeside(IReadOnlyList<string> ignored) =>
        [.. Labels.Where(label => trainIds[label] != LabelMask.Ignored || !ignored.Contains(label))];

    /// <summary>The map for the values of a data set.</summary>
    /// <param name="labels">The set's own map, whose classes are among <see cref="Labels"/>.</param>
    public LabelMap For(LabelMap labels)
    {
        var ids = labels.ListedValues.ToDictionary(
            value => value,
            value => labels[value] == LabelMask.Ignored ? LabelMask.Ignored : trainIds[labels.ClassNames[labels[value]]]
        );
        return labels.IsOfColors
            ? LabelMap.OfRgb(ids, classes.ClassNames, classes.Palette.Colors)
            : new LabelMap(ids, classes.ClassNames, classes.Palette.Colors);
    }
}
