using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>The same rows, always in the same order.</summary>
internal sealed class UnshuffledView(IDataView inner) : IDataView
{
    public bool CanShuffle => false;

    public DataViewSchema Schema => inner.Schema;

    public long? GetRowCount() => inner.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columns, Random? random = null)
    {
        Assert.Null(random);
        return inner.GetRowCursor(columns);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columns, int n, Random? random = null) => [GetRowCursor(columns, random)];
}

/// <summary>The same rows until some of them have been read for training; then every row is a torn file.</summary>
internal sealed class BreakingView(IDataView inner, int afterRows) : IDataView
{
    public bool CanShuffle => inner.CanShuffle;

    public DataViewSchema Schema => inner.Schema;

    public long? GetRowCount() => inner.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columns, Random? random = null)
    {
        var cursor = inner.GetRowCursor(columns, random);
        return random is null ? cursor : new Cursor(cursor, afterRows);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columns, int n, Random? random = null) => [GetRowCursor(columns, random)];

    private sealed class Cursor(DataViewRowCursor inner, int afterRows) : DataViewRowCursor
    {
        public override DataViewSchema Schema => inner.Schema;

        public override long Position => inner.Position;

        public override long Batch => inner.Batch;

        public override bool MoveNext() => inner.Position < afterRows ? inner.MoveNext() : throw new InvalidOperationException("torn file");

        public override bool IsColumnActive(DataViewSchema.Column column) => inner.IsColumnActive(column);

        public override ValueGetter<DataViewRowId> GetIdGetter() => inner.GetIdGetter();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => inner.GetGetter<TValue>(column);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
