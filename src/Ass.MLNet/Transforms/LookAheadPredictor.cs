using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ass.MLNet;

/// <summary>Predicts the images of the current row and of a few rows after it in one go.</summary>
/// <remarks>
/// Why a cursor of its own (not buffered values): every other column, whatever its type and whoever owns its values, is then read from the
/// row it belongs to, and each is still computed once, because this cursor asks for images alone. Data views give every cursor the same
/// rows in the same order unless it is asked to shuffle.
/// </remarks>
internal sealed class LookAheadPredictor
{
    /// <summary>Images predicted together. More gain little speed, and each costs the network's activations in memory.</summary>
    public const int BatchSize = 4;

    private readonly Func<Segmenter> _segmenter;
    private readonly DataViewRow _row;
    private readonly DataViewRowCursor _ahead;
    private readonly DataViewSchema.Column _column;
    private readonly Func<MLImage?> _readImage;
    private readonly List<Prediction?> _batch = [];
    private long _first;

    /// <param name="segmenter">The network; throws once the transformer is disposed.</param>
    /// <param name="row">The cursor that the user moves.</param>
    /// <param name="ahead">A second cursor over the same data with the image column active.</param>
    /// <param name="column">The image column.</param>
    public LookAheadPredictor(Func<Segmenter> segmenter, DataViewRow row, DataViewRowCursor ahead, DataViewSchema.Column column)
    {
        (_segmenter, _row, _ahead, _column) = (segmenter, row, ahead, column);
        _readImage = ImageColumn.CreateReader(ahead, column);
    }

    /// <summary>The prediction for the row that the user's cursor stands on. Rows that nobody asks for are skipped unread.</summary>
    /// <exception cref="InvalidOperationException">The row has no image.</exception>
    public Prediction Current()
    {
        var segmenter = _segmenter();
        long position = _row.Position;
        if (position < _first || position >= _first + _batch.Count)
        {
            PredictFrom(position, segmenter);
        }

        return _batch[(int)(position - _first)] ?? throw RowPredictor.MissingImage(position, _column);
    }

    private void PredictFrom(long position, Segmenter segmenter)
    {
        if (position < 0)
        {
            throw new InvalidOperationException("The cursor is not on a row: call MoveNext first, and stop when it returns false.");
        }

        _batch.Clear();
        _first = position;
        while (_ahead.Position < position)
        {
            if (!_ahead.MoveNext())
            {
                throw new InvalidOperationException(
                    $"The data gave its rows twice, and the second time it ended before row {position}; data views must repeat the same rows.");
            }
        }

        var images = new List<BgrImage?>(BatchSize);
        do
        {
            images.Add(_readImage() is { } image ? BgrImage.FromMLImage(image) : null);
        }
        while (images.Count < BatchSize && _ahead.MoveNext());

        BgrImage[] present = [.. images.OfType<BgrImage>()];
        byte[][] ids = present.Length == 0 ? [] : segmenter.PredictIds(present);
        int next = 0;
        foreach (var image in images)
        {
            _batch.Add(image is null ? null : new Prediction(image.Width, image.Height, ids[next++], Scores: null));
        }
    }
}
