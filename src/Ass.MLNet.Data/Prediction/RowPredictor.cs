using Ass.MLNet.Columns;
using Ass.MLNet.Images;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ass.MLNet.Prediction;

/// <summary>Predicts the current row's image when somebody asks, once per row however many columns ask.</summary>
/// <remarks>
/// Why no row is read ahead, to predict several together: the rows may come from a camera or a queue, which has the next one only when this
/// one is done with; who reads may never ask for it; and what other columns say of this row is gone once the cursor has moved on.
/// </remarks>
internal sealed class RowPredictor
{
    private readonly Func<ISegmenter> _segmenter;
    private readonly DataViewRow _row;
    private readonly DataViewSchema.Column _column;
    private readonly SharedImage _image;
    private ImagePrediction? _prediction;
    private long _position;

    /// <param name="segmenter">The network; throws once the transformer is disposed.</param>
    /// <param name="row">The row, which moves on by itself.</param>
    /// <param name="column">The row's image column.</param>
    /// <param name="image">What reads it.</param>
    public RowPredictor(Func<ISegmenter> segmenter, DataViewRow row, DataViewSchema.Column column, SharedImage image) =>
        (_segmenter, _row, _column, _image) = (segmenter, row, column, image);

    /// <summary>Whether somebody reads scores, so that they are computed with the ids.</summary>
    public bool WithScores { get; set; }

    /// <summary>The prediction for the row that the cursor or engine stands on.</summary>
    /// <exception cref="InvalidOperationException">The row has no image, or the cursor is not on a row.</exception>
    public ImagePrediction Current()
    {
        var segmenter = _segmenter();
        long position = _row.Position;
        if (position < 0)
        {
            throw new InvalidOperationException("The cursor is not on a row: call MoveNext first, and stop when it returns false.");
        }

        if (_prediction is null || _position != position || (WithScores && _prediction.Scores is null))
        {
            _prediction = null;
            _prediction = Predict(segmenter);
            _position = position;
        }

        return _prediction;
    }

    private ImagePrediction Predict(ISegmenter segmenter)
    {
        var image = _image.Read()
            ?? throw new InvalidOperationException(
                $"Row {_row.Position} has no image in column '{_column.Name}'; every row that is scored needs one."
            );
        var pixels = BgrImage.FromMLImage(image);
        try
        {
            if (!WithScores)
            {
                return new ImagePrediction(pixels.Width, pixels.Height, segmenter.PredictIds(pixels), Scores: null);
            }

            var (ids, scores) = segmenter.PredictWithScores(pixels);
            return new ImagePrediction(pixels.Width, pixels.Height, ids, scores);
        }
        finally
        {
            PixelBuffers.Give(pixels.Pixels);
        }
    }
}
