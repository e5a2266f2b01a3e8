using Ass.MLNet.MLNetInternals;
using Microsoft.ML;

namespace Ass.MLNet.Prediction;

/// <summary>The input with the predicted columns added. Nothing is computed until a cursor requests it, and each cursor reads the input
/// once.</summary>
internal sealed class SegmentedDataView : IDerivedView
{
    private readonly Func<ISegmenter> _segmenter;
    private readonly IDataView _source;
    private readonly SegmentationBindings _bindings;

    /// <param name="segmenter">The network; throws once the transformer is disposed.</param>
    /// <param name="bindings">The bindings to the schema of <paramref name="source"/>.</param>
    /// <param name="source">The input.</param>
    public SegmentedDataView(Func<ISegmenter> segmenter, SegmentationBindings bindings, IDataView source) =>
        (_segmenter, _bindings, _source) = (segmenter, bindings, source);

    public bool CanShuffle => _source.CanShuffle;

    public DataViewSchema Schema => _bindings.OutputSchema;

    /// <summary>The input.</summary>
    public IDataView Source => _source;

    /// <summary>The added columns and the input's image column.</summary>
    public SegmentationBindings Bindings => _bindings;

    public long? GetRowCount() => _source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        DataViewSchema.Column[] columns = [.. columnsNeeded];
        var input = _source.GetRowCursor(_bindings.InputsOf(columns), rand);
        return new SegmentedCursor(Schema, input, new SegmentedColumns(_segmenter, _bindings, input, columns));
    }

    /// <summary>Returns a single cursor: the network uses all cores itself.</summary>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];
}
