using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ass.MLNet.Columns;

/// <summary>The current row's image for the network and for those who read the image column beside it, decoded once for both.</summary>
/// <remarks>
/// Whoever comes first has it made, and the other gets the same one. Nothing is read before somebody asks, and nothing is kept of a reading
/// that fails: asking again reads again.
/// </remarks>
internal sealed class SharedImage
{
    private readonly DataViewRow _row;
    private readonly DataViewSchema.Column _column;
    private readonly ImageReader _reader;

    // What the network had read, as long as nobody else has taken it, and what somebody else got; each with the row that it belongs to.
    private MLImage? _read;
    private long? _readAt;
    private MLImage? _given;
    private long? _givenAt;

    /// <param name="row">The row, which moves on by itself.</param>
    /// <param name="column">Its image column, which is active.</param>
    public SharedImage(DataViewRow row, DataViewSchema.Column column) =>
        (_row, _column, _reader) = (row, column, new ImageReader(row, column));

    /// <summary>The current row's image, or null where it has none. It stays the row's.</summary>
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

    /// <summary>A getter of the image column, as the row's own.</summary>
    public ValueGetter<MLImage?> CreateGetter()
    {
        var getter = _row.GetGetter<MLImage?>(_column);
        return (ref MLImage? value) =>
        {
            _given = null;
            if (_readAt == _row.Position)
            {
                // What the variable held came from the column too, so the column may get it back instead.
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
