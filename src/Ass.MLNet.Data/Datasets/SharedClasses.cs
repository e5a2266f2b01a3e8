using Ass.MLNet.Columns;

namespace Ass.MLNet.Datasets;

/// <summary>The classes of data sets used together.</summary>
internal static class SharedClasses
{
    /// <summary>The class names shared by all sets, or <see langword="null"/> if no set knows them.</summary>
    /// <exception cref="InvalidOperationException">Two sets have different classes; the message names both.</exception>
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
