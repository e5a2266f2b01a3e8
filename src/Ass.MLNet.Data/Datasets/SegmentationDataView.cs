using Ass.MLNet.Columns;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ass.MLNet.Datasets;

/// <summary>Data sets as rows: <c>ImagePath</c>, <c>LabelPath</c>, <c>Domain</c> (text), <c>Image</c>, <c>Label</c> (images, decoded when
/// read).</summary>
internal sealed class SegmentationDataView : IRepeatableView
{
    public SegmentationDataView(IReadOnlyList<SegmentationDataset> datasets)
    {
        Rows = [.. datasets.SelectMany(RowsOf)];
        Schema = CreateSchema(SharedClasses.Of(datasets));
    }

    public DataViewSchema Schema { get; }

    public bool CanShuffle => true;

    /// <summary>The rows in the order of the data sets.</summary>
    public IReadOnlyList<SegmentationRow> Rows { get; }

    public long? GetRowCount() => Rows.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new SegmentationDataCursor(this, columnsNeeded, rand);

    // The consumer decides whether to decode in parallel; ML.NET splits a single cursor itself if it needs several.
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private static IEnumerable<SegmentationRow> RowsOf(SegmentationDataset set)
    {
        string domain = set.Domain switch
        {
            SegmentationDomain.Source => "source",
            SegmentationDomain.Target => "target",
            _ => throw new InvalidOperationException($"{set.Name} has no role: call AsSource() or AsTarget() before loading it."),
        };
        if (set.Domain == SegmentationDomain.Source && set.Samples.Count(sample => sample.LabelPath is null) is > 0 and var unlabelled)
        {
            string first = set.Samples.First(sample => sample.LabelPath is null).ImagePath;
            throw new InvalidOperationException(
                $"{set.Name} is a source, whose images must all have labels, but {unlabelled} of {set.Count} have none, the "
                    + $"first is '{first}'."
            );
        }

        return set.Samples.Select(sample => new SegmentationRow(sample, domain, set.LabelMap, set.LabelChannel));
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
