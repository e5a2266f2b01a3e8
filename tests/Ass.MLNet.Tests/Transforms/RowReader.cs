using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>Reads scored <see cref="ImageRows"/> as it comes: columns in any order, again, or not at all; goes on after an error, and
/// checks what it gets.</summary>
internal sealed class RowReader : IDisposable
{
    private readonly DataViewRowCursor _cursor;
    private readonly int[] _kept;
    private readonly bool _ordered;
    private readonly ValueGetter<int> _getNumber;
    private readonly ValueGetter<DataViewRowId> _getId;
    private readonly ValueGetter<MLImage>? _getImage;
    private readonly ValueGetter<MLImage>? _getMask;
    private MLImage _image = null!;
    private MLImage _mask = null!;
    private int _row = -1;

    /// <param name="cursor">Owned; its column Number is active.</param>
    /// <param name="kept">The numbers of the rows that it may give.</param>
    /// <param name="ordered">Whether it gives all of them in this order.</param>
    public RowReader(DataViewRowCursor cursor, int[] kept, bool ordered)
    {
        (_cursor, _kept, _ordered) = (cursor, kept, ordered);
        var schema = cursor.Schema;
        _getNumber = cursor.GetGetter<int>(schema["Number"]);
        _getId = cursor.GetIdGetter();
        _getImage = cursor.IsColumnActive(schema["Image"]) ? cursor.GetGetter<MLImage>(schema["Image"]) : null;
        _getMask = cursor.IsColumnActive(schema["PredictedLabel"]) ? cursor.GetGetter<MLImage>(schema["PredictedLabel"]) : null;
    }

    public void Dispose() => _cursor.Dispose();

    /// <summary>Moves on and reads something; false at the end.</summary>
    public bool Step(Random random, int[] pictures, int[] failures, byte[][] masks)
    {
        if (!_cursor.MoveNext())
        {
            Assert.True(!_ordered || _row == _kept.Length - 1, "A row is missing.");
            return false;
        }

        _row++;
        int number = 0;
        _getNumber(ref number);
        Assert.Contains(number, _kept);
        Assert.True(!_ordered || _kept[_row] == number, $"Row {number} came {_row}th.");
        DataViewRowId id = default;
        _getId(ref id);
        Assert.True(!_ordered || id.Low == (ulong)number);

        for (int reading = random.Next(4); reading > 0; reading--)
        {
            if (_getMask is not null && (_getImage is null || random.Next(2) == 0))
            {
                Check(
                    () => _getMask(ref _mask),
                    number,
                    pictures,
                    failures,
                    missing: true,
                    picture => Assert.Equal(masks[picture], TestModel.Ids(_mask))
                );
            }
            else if (_getImage is not null)
            {
                Check(
                    () => _getImage(ref _image),
                    number,
                    pictures,
                    failures,
                    missing: false,
                    picture =>
                    {
                        using var expected = TestModel.Picture(picture);
                        Assert.Equal(expected.GetBGRPixels, _image.GetBGRPixels);
                    }
                );
            }
        }

        return true;
    }

    private void Check(Action read, int number, int[] pictures, int[] failures, bool missing, Action<int> check)
    {
        var error = Record.Exception(read);
        if (error is IOException && failures[number] > 0)
        {
            Assert.Equal(ImageRows.Failure(number), error.Message);
            return;
        }

        Assert.True(failures[number] != int.MaxValue, "A row that can never be read was read.");
        if (pictures[number] >= 0)
        {
            Assert.Null(error);
            check(pictures[number]);
        }
        else if (missing)
        {
            Assert.Contains(
                "has no image in column 'Image'",
                Assert.IsType<InvalidOperationException>(error).Message,
                StringComparison.Ordinal
            );
        }
        else
        {
            Assert.Null(_image);
        }
    }
}
