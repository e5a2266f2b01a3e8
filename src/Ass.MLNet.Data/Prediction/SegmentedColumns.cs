using Ass.MLNet.Columns;
using Ass.MLNet.Labels;
using Ass.MLNet.MLNetInternals;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ass.MLNet.Prediction;

/// <summary>The columns of a row with its prediction: the input columns are passed on, and the added ones are computed when they are
/// read.</summary>
internal sealed class SegmentedColumns
{
    private readonly SegmentationBindings _bindings;
    private readonly DataViewRow _input;
    private readonly bool[] _active;
    private readonly SharedImage? _image;
    private readonly RowPredictor? _predictor;

    /// <param name="segmenter">The network; throws once the transformer is disposed.</param>
    /// <param name="bindings">The schemas.</param>
    /// <param name="input">The input row; the caller moves it, and the columns of <see cref="SegmentationBindings.InputsOf"/> are
    /// active.</param>
    /// <param name="columns">The requested output columns.</param>
    public SegmentedColumns(
        Func<ISegmenter> segmenter,
        SegmentationBindings bindings,
        DataViewRow input,
        IReadOnlyCollection<DataViewSchema.Column> columns
    )
    {
        (_bindings, _input) = (bindings, input);
        _active = new bool[bindings.OutputSchema.Count];
        foreach (var column in columns)
        {
            _active[column.Index] = true;
        }

        if (columns.Any(column => !bindings.Map(column.Index).IsInput))
        {
            _image = new SharedImage(input, bindings.Image);
            _predictor = new RowPredictor(segmenter, input, bindings.Image, _image);
        }
    }

    public bool IsActive(DataViewSchema.Column column) => _active[column.Index];

    /// <exception cref="InvalidOperationException">The column is not active, or of another type.</exception>
    public ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsActive(column))
        {
            throw new InvalidOperationException($"Column '{column.Name}' was not asked for when the cursor was made.");
        }

        var (isInput, index) = _bindings.Map(column.Index);
        Delegate getter = isInput
            ? index == _bindings.Image.Index && _image is not null
                ? _image.CreateGetter()
                : _input.GetGetter<TValue>(_input.Schema[index])
            : index == SegmentationBindings.Score
                ? CreateScoreGetter()
                : CreateLabelGetter();
        return getter as ValueGetter<TValue>
            ?? throw new InvalidOperationException($"Column '{column.Name}' is of type {column.Type}, but was read as {typeof(TValue)}.");
    }

    // Like ML.NET's image transforms, disposes of the image in the caller's variable, which it put there before.
    private ValueGetter<MLImage> CreateLabelGetter() =>
        (ref MLImage value) =>
        {
            var prediction = _predictor!.Current();
            value?.Dispose();
            value = MaskImage.Create(prediction.Width, prediction.Height, prediction.Ids);
        };

    private ValueGetter<VBuffer<float>> CreateScoreGetter()
    {
        _predictor!.WithScores = true;
        return (ref VBuffer<float> value) =>
        {
            float[] scores = _predictor.Current().Scores!;
            var editor = VBufferEditor.Create(ref value, scores.Length);
            scores.CopyTo(editor.Values);
            value = editor.Commit();
        };
    }
}
