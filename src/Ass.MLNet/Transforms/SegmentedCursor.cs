using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ass.MLNet;

/// <summary>Moves over the input's rows, passes their values on, and adds the predicted ones.</summary>
internal sealed class SegmentedCursor : DataViewRowCursor
{
    private readonly SegmentationBindings _bindings;
    private readonly DataViewRowCursor _row;
    private readonly DataViewRowCursor? _ahead;
    private readonly bool[] _active;
    private readonly Delegate?[] _added;

    /// <param name="bindings">The schemas.</param>
    /// <param name="row">The input's cursor, owned.</param>
    /// <param name="ahead">The cursor that looks ahead, owned; null where none is needed.</param>
    /// <param name="active">Which columns of the output were asked for.</param>
    /// <param name="added">Getters of the added columns.</param>
    public SegmentedCursor(
        SegmentationBindings bindings, DataViewRowCursor row, DataViewRowCursor? ahead, bool[] active, Delegate?[] added)
        => (_bindings, _row, _ahead, _active, _added) = (bindings, row, ahead, active, added);

    public override DataViewSchema Schema => _bindings.OutputSchema;

    public override long Position => _row.Position;

    public override long Batch => _row.Batch;

    public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

    public override bool MoveNext() => _row.MoveNext();

    public override ValueGetter<DataViewRowId> GetIdGetter() => _row.GetIdGetter();

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!_active[column.Index])
        {
            throw new InvalidOperationException($"Column '{column.Name}' was not asked for when the cursor was made.");
        }

        var (isInput, index) = _bindings.Map(column.Index);
        if (isInput)
        {
            return _row.GetGetter<TValue>(_row.Schema[index]);
        }

        return _added[index] as ValueGetter<TValue>
            ?? throw new InvalidOperationException($"Column '{column.Name}' is of type {column.Type}, but was read as {typeof(TValue)}.");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _ahead?.Dispose();
            _row.Dispose();
        }

        base.Dispose(disposing);
    }
}
