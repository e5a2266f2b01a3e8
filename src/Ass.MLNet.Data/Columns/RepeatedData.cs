using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ass.MLNet.Columns;

/// <summary>Data that several cursors read several times: every pass must return as many rows as the first complete one.</summary>
/// <remarks>
/// A queue, or any source that returns each row only once, gives later passes fewer rows or none. Rows are passed on unchanged.
/// </remarks>
internal sealed class RepeatedData : IRepeatableView
{
    private const long Unknown = -1;

    private readonly string _name;
    private long _rows = Unknown;

    private RepeatedData(IDataView source, string name) => (Source, _name) = (source, name);

    /// <summary>The data as they were given.</summary>
    public IDataView Source { get; }

    public bool CanShuffle => Source.CanShuffle;

    public DataViewSchema Schema => Source.Schema;

    /// <param name="data">The data.</param>
    /// <param name="name">The name of the data in errors, for instance <c>the training data</c>.</param>
    public static IDataView Of(IDataView data, string name) => data is IRepeatableView ? data : new RepeatedData(data, name);

    public long? GetRowCount() => Source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(this, Source.GetRowCursor(columnsNeeded, rand));

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private void CheckEnd(long rows)
    {
        long first = Interlocked.CompareExchange(ref _rows, rows, Unknown);
        if (first != Unknown && first != rows)
        {
            throw new InvalidOperationException(
                $"One reading of {_name} gave {first} rows and another {rows}. They are read many times, and every reading must "
                    + "give the same rows: where they come from a queue, a stream or another source that gives each row once only, "
                    + "put them into a list first (for LoadFromEnumerable, rows.ToList())."
            );
        }
    }

    private sealed class Cursor(RepeatedData data, DataViewRowCursor input) : DataViewRowCursor
    {
        private long _rows;
        private bool _ended;

        public override DataViewSchema Schema => input.Schema;

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override bool IsColumnActive(DataViewSchema.Column column) => input.IsColumnActive(column);

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => input.GetGetter<TValue>(column);

        public override bool MoveNext()
        {
            if (input.MoveNext())
            {
                _rows++;
                return true;
            }

            if (!_ended)
            {
                _ended = true;
                data.CheckEnd(_rows);
            }

            return false;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                input.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
