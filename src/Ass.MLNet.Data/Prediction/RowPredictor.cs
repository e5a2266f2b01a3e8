using Ass.MLNet.Columns;
using Ass.MLNet.Images;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ass.MLNet.Prediction;

/// <summary>Predicts the current row's image on request, once per row however many columns request it.</summary>
/// <remarks>
/// Rows are not read ahead to be predicted in batches: they may come from a camera or a queue that provides the next row only after this
/// one is done; the reader may never request the next row; and the other columns of this row are lost once the cursor has moved on.
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
    /// <param name="row">The row; the caller moves it.</param>
    /// <param name="column">The row's image column.</param>
    /// <param name="image">The reader of the image.</param>
    public RowPredictor(Func<ISegmenter> segmenter, DataViewRow row, DataViewSchema.Column column, SharedImage image) =>
        (_segmenter, _row, _column, _image) = (segmenter, row, column, image);

    /// <summary>Whether scores are requested, so that they are computed together with the ids.</summary>
    public bool WithScores { get; set; }

    /// <summary>Returns the prediction for the current row of the cursor or engine.</summary>
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
