using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ass.MLNet;

/// <summary>Predicts the current row's image, once per row however many columns ask.</summary>
internal sealed class RowPredictor
{
    private readonly Func<Segmenter> _segmenter;
    private readonly DataViewRow _row;
    private readonly DataViewSchema.Column _column;
    private readonly Func<MLImage?> _readImage;
    private readonly bool _withScores;
    private Prediction? _prediction;
    private long _position = -1;

    /// <param name="segmenter">The network; throws once the transformer is disposed.</param>
    /// <param name="row">The row, which moves on by itself.</param>
    /// <param name="column">The row's image column.</param>
    /// <param name="withScores">Whether scores are wanted beside the ids.</param>
    public RowPredictor(Func<Segmenter> segmenter, DataViewRow row, DataViewSchema.Column column, bool withScores)
    {
        (_segmenter, _row, _column, _withScores) = (segmenter, row, column, withScores);
        _readImage = ImageColumn.CreateReader(row, column);
    }

    /// <summary>The prediction for the row that the cursor or engine stands on.</summary>
    /// <exception cref="InvalidOperationException">The row has no image.</exception>
    public Prediction Current()
    {
        var segmenter = _segmenter();
        if (_prediction is null || _position != _row.Position)
        {
            var image = _readImage() ?? throw MissingImage(_row.Position, _column);
            var pixels = BgrImage.FromMLImage(image);
            if (_withScores)
            {
                var (ids, scores) = segmenter.PredictWithScores(pixels);
                _prediction = new Prediction(pixels.Width, pixels.Height, ids, scores);
            }
            else
            {
                _prediction = new Prediction(pixels.Width, pixels.Height, segmenter.PredictIds([pixels])[0], Scores: null);
            }

            _position = _row.Position;
        }

        return _prediction;
    }

    /// <summary>The error for a row that cannot be scored.</summary>
    public static InvalidOperationException MissingImage(long position, DataViewSchema.Column column)
        => new($"Row {position} has no image in column '{column.Name}'; every row that is scored needs one.");
}
