using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ass.MLNet.Columns;

/// <summary>The current row's image, decoded once for the network and for readers of the image column.</summary>
/// <remarks>
/// The first reader triggers decoding, and the second gets the same image. Nothing is read before it is requested. A failed read is not
/// cached: the next request reads again.
/// </remarks>
internal sealed class SharedImage
{
    private readonly DataViewRow _row;
    private readonly DataViewSchema.Column _column;
    private readonly ImageReader _reader;

    // The image read for the network, until another reader takes it, and the image given to that reader; each with its row.
    private MLImage? _read;
    private long? _readAt;
    private MLImage? _given;
    private long? _givenAt;

    /// <param name="row">The row; the caller moves it.</param>
    /// <param name="column">The image column, which must be active.</param>
    public SharedImage(DataViewRow row, DataViewSchema.Column column) =>
        (_row, _column, _reader) = (row, column, new ImageReader(row, column));

    /// <summary>Returns the current row's image, or null if it has none. The row keeps ownership.</summary>
    public MLImage? Read()
    {
        if (_givenAt == _row.Position && _given is { } given && !ImageReader.IsDisposed(given))
        {
            return given;
        }

        if (_readAt != _row.Position)
        {
            _readAt = null;
            _read = _reader.Read();
            _readAt = _row.Position;
        }

        return _read;
    }

    /// <summary>Creates a getter of the image column that behaves like the row's own.</summary>
    public ValueGetter<MLImage?> CreateGetter()
    {
        var getter = _row.GetGetter<MLImage?>(_column);
        return (ref MLImage? value) =>
        {
            _given = null;
            if (_readAt == _row.Position)
            {
                // The previous image in the variable also came from the column, so it can be handed back instead.
                _reader.Exchange(ref value);
                (_read, _readAt) = (null, null);
            }
            else
            {
                getter(ref value);
            }

            (_given, _givenAt) = (value, _row.Position);
        };
    }
}
