using Ass.MLNet.Columns;

namespace Ass.MLNet.Datasets;

/// <summary>The classes of data sets that are used together.</summary>
internal static class SharedClasses
{
    /// <summary>The class names that all sets agree on, or <see langword="null"/> where no set knows any.</summary>
    /// <exception cref="InvalidOperationException">Two sets have different classes; the error names both.</exception>
    public static IReadOnlyList<string>? Of(IReadOnlyList<SegmentationDataset> datasets)
    {
        var first = datasets.FirstOrDefault(set => set.ClassNames is not null);
        foreach (var set in datasets)
        {
            ClassAgreement.Check((first?.Name ?? "", first?.ClassNames), (set.Name, set.ClassNames));
        }

        return first?.ClassNames;
    }
}
