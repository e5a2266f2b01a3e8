using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ass.MLNet.Prediction;

/// <summary>Moves over the input rows, passes their values on, and adds the predictions.</summary>
/// <param name="schema">The output schema.</param>
/// <param name="input">The input cursor, owned.</param>
/// <param name="columns">The output columns.</param>
internal sealed class SegmentedCursor(DataViewSchema schema, DataViewRowCursor input, SegmentedColumns columns) : DataViewRowCursor
{
    public override DataViewSchema Schema => schema;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override bool MoveNext() => input.MoveNext();

    public override bool IsColumnActive(DataViewSchema.Column column) => columns.IsActive(column);

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => columns.GetGetter<TValue>(column);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            input.Dispose();
        }

        base.Dispose(disposing);
    }
}
