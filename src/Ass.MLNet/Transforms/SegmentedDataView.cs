using Microsoft.ML;

namespace Ass.MLNet;

/// <summary>The input with the predicted columns added; nothing is computed before a cursor asks for it, and each cursor reads the input once.</summary>
internal sealed class SegmentedDataView : IDataView
{
    private readonly AssSegmentationTransformer _parent;
    private readonly IDataView _source;
    private readonly SegmentationBindings _bindings;

    public SegmentedDataView(AssSegmentationTransformer parent, IDataView source)
    {
        (_parent, _source) = (parent, source);
        _bindings = parent.Bind(source.Schema);
    }

    public bool CanShuffle => _source.CanShuffle;

    public DataViewSchema Schema => _bindings.OutputSchema;

    /// <summary>The input.</summary>
    public IDataView Source => _source;

    public long? GetRowCount() => _source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        DataViewSchema.Column[] columns = [.. columnsNeeded];
        var input = _source.GetRowCursor(_bindings.InputsOf(columns), rand);
        return new SegmentedCursor(Schema, input, new SegmentedColumns(() => _parent.Segmenter, _bindings, input, columns));
    }

    /// <summary>One cursor: the network uses all cores by itself.</summary>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
        => [GetRowCursor(columnsNeeded, rand)];
}
