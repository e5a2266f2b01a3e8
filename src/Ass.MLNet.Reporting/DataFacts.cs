using System.Globalization;
using Ass.MLNet.Reporting.Contents;

namespace Ass.MLNet.Reporting;

/// <summary>Facts about data sets as report tables.</summary>
public static class DataFacts
{
    /// <summary>Returns counts, sizes and the classes' shares of the pixels side by side: the differences between the domains that a
    /// network must cope with.</summary>
    /// <param name="inspections">The inspected sets with their names, such as <c>source</c> and <c>target</c>; all have the same
    /// classes.</param>
    public static IReadOnlyList<ReportTable> Tables(params IReadOnlyList<(string Name, DatasetInspection Inspection)> inspections)
    {
        ArgumentNullException.ThrowIfNull(inspections);
        var counts = inspections.Select(set =>
            (IReadOnlyList<string>)
                [
                    set.Name,
                    Number(set.Inspection.ImageCount),
                    Number(set.Inspection.LabeledCount),
                    string.Join(", ", set.Inspection.ImageSizes.Take(3).Select(size => $"{size.Key.Width}×{size.Key.Height}"))
                        + (set.Inspection.ImageSizes.Count > 3 ? ", …" : ""),
                    Number(set.Inspection.Problems.Count),
                ]
        );
        var sets = inspections.Select(set => (Counts: set.Inspection.ClassPixels, Sum: set.Inspection.ClassPixels.Sum())).ToArray();
        int classes = sets.Max(set => set.Counts.Count);
        var names = inspections.Select(set => set.Inspection.ClassNames).FirstOrDefault(names => names is not null);
        var shares = Enumerable
            .Range(0, classes)
            .Select(id =>
                (IReadOnlyList<string>)
                    [
                        names?[id] ?? $"class {id}",
                        .. sets.Select(set =>
                            ReportText.Percent(set.Sum == 0 || id >= set.Counts.Count ? double.NaN : (double)set.Counts[id] / set.Sum)
                        ),
                    ]
            );
        return
        [
            new ReportTable("Images", ["set", "images", "labelled", "sizes", "broken files"], [.. counts]),
            new ReportTable("Labelled pixels by class, %", ["class", .. inspections.Select(set => set.Name)], [.. shares]),
        ];
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
