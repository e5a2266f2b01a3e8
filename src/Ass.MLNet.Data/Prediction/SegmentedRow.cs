using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ass.MLNet.Prediction;

/// <summary>A row that someone else moves, such as a prediction engine, with the predictions added.</summary>
/// <param name="schema">The output schema.</param>
/// <param name="input">The input row, owned.</param>
/// <param name="columns">The output columns.</param>
internal sealed class SegmentedRow(DataViewSchema schema, DataViewRow input, SegmentedColumns columns) : DataViewRow
{
    public override DataViewSchema Schema => schema;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

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
