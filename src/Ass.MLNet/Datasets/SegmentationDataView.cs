using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ass.MLNet;

/// <summary>Data sets as rows: <c>ImagePath</c>, <c>LabelPath</c>, <c>Domain</c> (text), <c>Image</c>, <c>Label</c> (images, decoded when read).</summary>
internal sealed class SegmentationDataView : IDataView
{
    public SegmentationDataView(IReadOnlyList<SegmentationDataset> datasets)
    {
        Rows = [.. datasets.SelectMany(RowsOf)];
        Schema = CreateSchema(ClassNamesOf(datasets));
    }

    public DataViewSchema Schema { get; }

    public bool CanShuffle => true;

    /// <summary>The rows in the order of the data sets.</summary>
    public IReadOnlyList<SegmentationRow> Rows { get; }

    public long? GetRowCount() => Rows.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
        => new SegmentationDataCursor(this, columnsNeeded, rand);

    // Decoding in parallel is the consumer's choice; ML.NET splits a single cursor by itself where it wants several.
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
        => [GetRowCursor(columnsNeeded, rand)];

    private static IEnumerable<SegmentationRow> RowsOf(SegmentationDataset set)
    {
        string domain = set.Domain switch
        {
            SegmentationDomain.Source => "source",
            SegmentationDomain.Target => "target",
            _ => throw new InvalidOperationException($"{set.Name} has no role: call AsSource() or AsTarget() before loading it."),
        };
        return set.Samples.Select(sample => new SegmentationRow(sample, domain, set.LabelMap));
    }

    private static IReadOnlyList<string>? ClassNamesOf(IReadOnlyList<SegmentationDataset> datasets)
    {
        var first = datasets.FirstOrDefault(set => set.ClassNames is not null);
        foreach (var set in datasets)
        {
            if (set.ClassNames is { } names && !names.SequenceEqual(first!.ClassNames!))
            {
                throw new InvalidOperationException(
                    $"Data sets that are loaded together must have the same classes, but {first.Name} has [{string.Join(", ", first.ClassNames!)}] "
                    + $"and {set.Name} has [{string.Join(", ", names)}]. WithLabelMap gives a set other classes.");
            }
        }

        return first?.ClassNames;
    }

    private static DataViewSchema CreateSchema(IReadOnlyList<string>? classNames)
    {
        var labelAnnotations = new DataViewSchema.Annotations.Builder();
        if (classNames is not null)
        {
            ClassNamesAnnotation.Add(labelAnnotations, classNames);
        }

        var schema = new DataViewSchema.Builder();
        schema.AddColumn("ImagePath", TextDataViewType.Instance);
        schema.AddColumn("LabelPath", TextDataViewType.Instance);
        schema.AddColumn("Domain", TextDataViewType.Instance);
        schema.AddColumn("Image", ImageColumn.AnySize);
        schema.AddColumn("Label", ImageColumn.AnySize, labelAnnotations.ToAnnotations());
        return schema.ToSchema();
    }
}
