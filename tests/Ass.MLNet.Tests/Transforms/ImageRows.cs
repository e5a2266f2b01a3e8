using Ass.MLNet.Columns;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ass.MLNet.Tests;

/// <summary>Numbered rows with small pictures that are made when they are read, disposed of as ML.NET's <c>LoadImages</c> does, and
/// counted.</summary>
/// <param name="pictures">For each row the seed of its <see cref="TestModel.Picture"/>; -1 for no picture.</param>
/// <param name="failures">How often the picture of a row cannot be read before it can; null: always can.</param>
/// <param name="once">Whether the rows can be read once only, however many cursors there are.</param>
internal sealed class ImageRows(int[] pictures, int[]? failures = null, bool once = false) : IDataView
{
    private readonly int[] _failuresLeft = failures?.ToArray() ?? new int[pictures.Length];
    private int _next;

    public bool CanShuffle => !once;

    public DataViewSchema Schema { get; } = CreateSchema();

    /// <summary>How many cursors there have been.</summary>
    public int Openings { get; private set; }

    /// <summary>How often each row's picture was read, with success or without.</summary>
    public int[] Readings { get; } = new int[pictures.Length];

    /// <summary>Pictures that nobody has disposed of.</summary>
    public int Alive => _made.Count(image => !ImageReader.IsDisposed(image));

    private readonly List<MLImage> _made = [];

    public static string Failure(int row) => $"The share with row {row} is away.";

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        Openings++;
        int[] order = [.. Enumerable.Range(0, pictures.Length)];
        if (!once)
        {
            rand?.Shuffle(order);
        }

        return new Cursor(this, [.. columnsNeeded.Select(c => c.Index)], order);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private static DataViewSchema CreateSchema()
    {
        var schema = new DataViewSchema.Builder();
        schema.AddColumn("Number", NumberDataViewType.Int32);
        schema.AddColumn("Image", ImageColumn.AnySize);
        return schema.ToSchema();
    }

    private MLImage? Read(int row)
    {
        Readings[row]++;
        if (_failuresLeft[row] > 0)
        {
            _failuresLeft[row]--;
            throw new IOException(Failure(row));
        }

        if (pictures[row] < 0)
        {
            return null;
        }

        var image = TestModel.Picture(pictures[row]);
        _made.Add(image);
        return image;
    }

    private sealed class Cursor(ImageRows data, HashSet<int> active, int[] order) : DataViewRowCursor
    {
        private int _at = -1;
        private int _position = -1;

        public override DataViewSchema Schema => data.Schema;

        public override long Position => _position;

        public override long Batch => 0;

        public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)order[_at], 0);

        public override bool MoveNext()
        {
            _at = data.CanShuffle ? _at + 1 : data._next++;
            _position = _at < order.Length ? _position + 1 : -1;
            return _at < order.Length;
        }

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            Delegate getter = column.Name == "Number" ? NumberGetter() : ImageGetter();
            return IsColumnActive(column) ? (ValueGetter<TValue>)getter : throw new InvalidOperationException(column.Name);
        }

        private ValueGetter<int> NumberGetter() => (ref int value) => value = order[_at];

        private ValueGetter<MLImage?> ImageGetter() =>
            (ref MLImage? value) =>
            {
                value?.Dispose();
                value = null;
                value = data.Read(order[_at]);
            };
    }
}
