using Ass.MLNet.Columns;
using Ass.MLNet.Images;
using Ass.MLNet.Labels;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ass.MLNet.Datasets;

/// <summary>Moves over the rows of a <see cref="SegmentationDataView"/>, in order or shuffled, and decodes the requested images.</summary>
/// <remarks>
/// Images follow the ownership rules of ML.NET's <c>LoadImages</c>: a getter disposes of the image in the caller's variable before it
/// stores the next one, and the last image is disposed with the cursor.
/// </remarks>
internal sealed class SegmentationDataCursor : DataViewRowCursor, ITrainIdRow
{
    private readonly SegmentationDataView _data;
    private readonly bool[] _active;
    private readonly int[]? _order;
    private readonly List<Action> _disposeImages = [];
    private int _position = -1;
    private bool _ended;

    public SegmentationDataCursor(SegmentationDataView data, IEnumerable<DataViewSchema.Column> columnsNeeded, Random? random)
    {
        _data = data;
        _active = new bool[data.Schema.Count];
        foreach (var column in columnsNeeded)
        {
            _active[column.Index] = true;
        }

        _order = random is null ? null : SubtractiveRandom.Permutation(data.Rows.Count, random);
    }

    public override DataViewSchema Schema => _data.Schema;

    public override long Position => _position;

    public override long Batch => 0;

    /// <summary>The row's index in the unshuffled data.</summary>
    private int RowIndex =>
        _position < 0
            ? throw new InvalidOperationException(
                "The cursor is not on a row: call MoveNext first, and no longer after it has returned false."
            )
            : _order?[_position] ?? _position;

    public override bool MoveNext()
    {
        if (_ended)
        {
            return false;
        }

        if (++_position < _data.Rows.Count)
        {
            return true;
        }

        Dispose();
        return false;
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)RowIndex, 0);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        CheckIsActive(column);
        Delegate getter = Schema[column.Index].Name switch
        {
            "ImagePath" => CreateTextGetter(row => row.Sample.ImagePath),
            "LabelPath" => CreateTextGetter(row => row.Sample.LabelPath),
            "Domain" => CreateTextGetter(row => row.Domain),
            "Image" => CreateImageGetter(row => SegmentationPictures.ReadImage(row.Sample.ImagePath)),
            _ => CreateImageGetter(row => SegmentationPictures.ReadLabel(row.Sample, row.LabelMap, row.LabelChannel)),
        };
        return getter as ValueGetter<TValue>
            ?? throw new InvalidOperationException(
                $"Column '{column.Name}' has values of type {column.Type.RawType}, not {typeof(TValue)}."
            );
    }

    /// <inheritdoc/>
    public Func<LabelMask?>? CreateLabelReader(DataViewSchema.Column label)
    {
        CheckIsActive(label);
        return label.Name == "Label" ? ReadLabel : null;

        LabelMask? ReadLabel()
        {
            var row = _data.Rows[RowIndex];
            return row.Sample.ReadTrainIds(row.LabelChannel, row.LabelMap);
        }
    }

    /// <inheritdoc/>
    public Func<BgrImage>? CreatePixelReader(DataViewSchema.Column image)
    {
        CheckIsActive(image);
        return image.Name == "Image" ? () => ImageFile.ReadPixels(_data.Rows[RowIndex].Sample.ImagePath) : null;
    }

    /// <inheritdoc/>
    public Func<ImageSize>? CreateSizeReader(DataViewSchema.Column image)
    {
        CheckIsActive(image);
        return image.Name == "Image" ? () => PictureSize.Shown(_data.Rows[RowIndex].Sample.ImagePath) : null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_ended)
        {
            _ended = true;
            _position = -1;
            _disposeImages.ForEach(dispose => dispose());
        }

        base.Dispose(disposing);
    }

    private void CheckIsActive(DataViewSchema.Column column)
    {
        if (!_active[column.Index])
        {
            throw new InvalidOperationException($"Column '{column.Name}' was not among the columns that the cursor was opened for.");
        }
    }

    private ValueGetter<ReadOnlyMemory<char>> CreateTextGetter(Func<SegmentationRow, string?> text) =>
        (ref ReadOnlyMemory<char> value) => value = text(_data.Rows[RowIndex]).AsMemory();

    private ValueGetter<MLImage?> CreateImageGetter(Func<SegmentationRow, MLImage?> read)
    {
        MLImage? last = null;
        _disposeImages.Add(() => last?.Dispose());
        return (ref MLImage? value) =>
        {
            value?.Dispose();
            value = null;
            value = last = read(_data.Rows[RowIndex]);
        };
    }
}
