using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ass.MLNet.Tests;

/// <summary>A view that can be read in random order, over one that cannot, as <c>LoadFromEnumerable</c>'s.</summary>
internal sealed class ShuffledView(IDataView inner) : IDataView
{
    public bool CanShuffle => true;

    public DataViewSchema Schema => inner.Schema;

    public long? GetRowCount() => inner.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columns, Random? random = null)
    {
        var needed = columns.ToArray();
        if (random is null)
        {
            return inner.GetRowCursor(needed);
        }
        int count = 0;
        using (var counting = inner.GetRowCursor([]))
        {
            while (counting.MoveNext())
            {
                count++;
            }
        }

        int[] order = [.. Enumerable.Range(0, count)];
        random.Shuffle(order);
        return new Cursor(() => inner.GetRowCursor(needed), order);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columns, int n, Random? random = null) =>
        [GetRowCursor(columns, random)];

    /// <summary>Goes to each row with a cursor of its own.</summary>
    private sealed class Cursor(Func<DataViewRowCursor> open, int[] order) : DataViewRowCursor
    {
        private DataViewRowCursor _row = open();
        private int _position = -1;

        public override DataViewSchema Schema => _row.Schema;

        public override long Position => _position;

        public override long Batch => 0;

        public override bool MoveNext()
        {
            if (++_position >= order.Length)
            {
                return false;
            }
            _row.Dispose();
            _row = open();
            for (int i = 0; i <= order[_position]; i++)
            {
                _row.MoveNext();
            }
            return true;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => _row.IsColumnActive(column);

        public override ValueGetter<DataViewRowId> GetIdGetter() =>
            (ref DataViewRowId id) => id = new DataViewRowId((ulong)order[_position], 0);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            (ref TValue value) => _row.GetGetter<TValue>(column)(ref value);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _row.Dispose();
            }
            base.Dispose(disposing);
        }
    }
}

/// <summary>The same rows, of which those after the first few are a torn file, as soon as images are asked for.</summary>
internal sealed class BreakingView(IDataView inner, int afterRows) : IDataView
{
    public bool CanShuffle => inner.CanShuffle;

    public DataViewSchema Schema => inner.Schema;

    public long? GetRowCount() => inner.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columns, Random? random = null)
    {
        var needed = columns.ToArray();
        var cursor = inner.GetRowCursor(needed, random);
        return needed.Any(c => c.Name == "Image") ? new Cursor(cursor, afterRows) : cursor;
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columns, int n, Random? random = null) =>
        [GetRowCursor(columns, random)];

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
            {
                inner.Dispose();
            }
            base.Dispose(disposing);
        }
    }
}

/// <summary>Counts the passes over a view.</summary>
internal sealed class CountingView(IDataView inner, Action opened) : IDataView
{
    public bool CanShuffle => inner.CanShuffle;

    public DataViewSchema Schema => inner.Schema;

    public long? GetRowCount() => inner.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columns, Random? random = null)
    {
        opened();
        return inner.GetRowCursor(columns, random);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columns, int n, Random? random = null) =>
        [GetRowCursor(columns, random)];
}

/// <summary>A view that says it can be read in random order, and is read in order all the same.</summary>
internal sealed class InOrder(IDataView inner) : IDataView
{
    public bool CanShuffle => true;

    public DataViewSchema Schema => inner.Schema;

    public long? GetRowCount() => inner.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columns, Random? random = null) => inner.GetRowCursor(columns);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columns, int n, Random? random = null) =>
        [GetRowCursor(columns, random)];
}

/// <summary>Counts the cursors that are open.</summary>
internal sealed class CountedCursors(IDataView inner) : IDataView
{
    private int _open;

    public int Open => Volatile.Read(ref _open);

    public bool CanShuffle => inner.CanShuffle;

    public DataViewSchema Schema => inner.Schema;

    public long? GetRowCount() => inner.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columns, Random? random = null)
    {
        Interlocked.Increment(ref _open);
        return new Cursor(this, inner.GetRowCursor(columns, random));
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columns, int n, Random? random = null) =>
        [GetRowCursor(columns, random)];

    private sealed class Cursor(CountedCursors counted, DataViewRowCursor inner) : DataViewRowCursor
    {
        public override DataViewSchema Schema => inner.Schema;

        public override long Position => inner.Position;

        public override long Batch => inner.Batch;

        public override bool MoveNext() => inner.MoveNext();

        public override bool IsColumnActive(DataViewSchema.Column column) => inner.IsColumnActive(column);

        public override ValueGetter<DataViewRowId> GetIdGetter() => inner.GetIdGetter();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => inner.GetGetter<TValue>(column);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                Interlocked.Decrement(ref counted._open);
                inner.Dispose();
            }
            base.Dispose(disposing);
        }
    }
}
