using Ass.MLNet.Checkpoints;
using Ass.MLNet.Columns;
using Ass.MLNet.Images;
using Ass.MLNet.Labels;
using Ass.MLNet.Metrics;
using Ass.MLNet.MLNetInternals;
using Ass.MLNet.Prediction;
using Ass.MLNet.RunLog;
using Microsoft.ML;

namespace Ass.MLNet.Training;

/// <summary>Evaluates the network on the validation set during training, keeps the best model and detects when progress has
/// stalled.</summary>
internal sealed class Validation
{
    /// <summary>Number of images whose predictions are shown.</summary>
    private const int PictureCount = 4;

    /// <summary>Number of images on which pseudo-labels are judged.</summary>
    private const int PseudoLabeledCount = 20;

    private readonly AssSegmentationOptions _options;
    private readonly TrainingContext _context;
    private readonly SegmentationColumns _columns;
    private readonly Action<Segmenter, BestValidation> _saveBest;
    private readonly TrainingLog? _log;
    private readonly IDataView _data;
    private readonly int _interval;

    /// <param name="options">Options with a validation set.</param>
    /// <param name="context">Receives warnings about files that cannot be saved.</param>
    /// <param name="columns">The model's columns.</param>
    /// <param name="saveBest">Saves the best model so far.</param>
    /// <param name="log">Receives metrics and a few pictures; null for none.</param>
    public Validation(
        AssSegmentationOptions options,
        TrainingContext context,
        SegmentationColumns columns,
        Action<Segmenter, BestValidation> saveBest,
        TrainingLog? log
    )
    {
        (_options, _context, _columns, _saveBest, _log) = (options, context, columns, saveBest, log);
        _data = RepeatedData.Of(options.Run.ValidationSet!, InputData.Validation(options.Run.ValidationSet!).Name);
        _interval = options.Run.ValidateEvery ?? Math.Max(1, options.Iterations / 20);
    }

    public bool IsDue(TrainingState state) =>
        state.Step > 0 && state.ValidatedStep != state.Step && (state.Step % _interval == 0 || state.Step == _options.Iterations);

    /// <summary>Whether enough consecutive validations brought no gain for training to stop.</summary>
    public bool HasStalled(TrainingState state) => state.ValidationsWithoutGain >= _options.Run.EarlyStoppingPatience;

    /// <summary>Evaluates the network, whose batch statistics must match its current weights. Processes that train together share the
    /// rows.</summary>
    /// <param name="segmenter">The network with its preprocessing; not disposed.</param>
    /// <param name="state">Receives the result.</param>
    public SegmentationMetrics Run(Segmenter segmenter, TrainingState state)
    {
        var bindings = new SegmentationBindings(_context.Environment, _data.Schema, _columns, segmenter.ClassNames);
        var predictions = new SegmentedDataView(() => segmenter, bindings, _data);
        var metrics = SegmentationEvaluator.Evaluate(
            predictions,
            _options.LabelColumnName,
            _columns.PredictedLabel,
            _context.Cancellation.ThrowIfRequested,
            isIncluded: row => row % _context.Ranks.Count == _context.Ranks.Rank,
            complete: _context.Ranks.SumInPlace
        );

        // All that can be cancelled comes first: a validation counts as a whole, or is made again.
        PseudoLabelQuality? quality =
            _options.SelfTraining.TeacherPredicts && _context.Ranks.IsFirst
                ? PseudoLabelQuality.Of(segmenter, Labeled().Take(PseudoLabeledCount), _options.SelfTraining)
                : null;
        var pictures = _log is null ? [] : Pictures(segmenter);

        // A class that no label shows must not count as soon as one pixel is taken for it: models would be compared over different classes.
        Judge(metrics.MeanIoUOfTrueClasses, segmenter, state);
        state.ValidatedStep = state.Step;
        if (quality is { } found)
        {
            // For the report that follows; a resumed run may have made one for this step already.
            state.Sums.RemoveAll(sum => sum.Name is MeasureNames.ValidationConfident or MeasureNames.ValidationRight);
            state.Sums.Add(new MeasureSum(MeasureNames.ValidationConfident, MeasureKind.Share, found.Trusted, 1));
            if (!double.IsNaN(found.Right))
            {
                state.Sums.Add(new MeasureSum(MeasureNames.ValidationRight, MeasureKind.Share, found.Right, 1));
            }
        }
        _log?.Validated(state.Step, metrics, pictures);
        return metrics;
    }

    /// <summary>The first labelled images with their predictions, the same ones every time.</summary>
    private List<PredictionPicture> Pictures(Segmenter segmenter) =>
        [
            .. Labeled()
                .Take(PictureCount)
                .Select(image => new PredictionPicture(image.Image, image.Truth, segmenter.PredictIds(image.Image), segmenter.Palette)),
        ];

    /// <summary>The labelled images and their true ids, in the order of the data.</summary>
    private IEnumerable<(BgrImage Image, byte[] Truth)> Labeled()
    {
        var (imageColumn, labelColumn) = (_data.Schema[_options.ImageColumnName], _data.Schema[_options.LabelColumnName]);
        using var cursor = _data.GetRowCursor([imageColumn, labelColumn]);
        var readImage = ImageColumn.CreateReader(cursor, imageColumn);
        var readLabel = LabelColumn.CreateReader(cursor, labelColumn);
        while (cursor.MoveNext())
        {
            _context.Cancellation.ThrowIfRequested();
            if (readLabel() is { } truth && readImage() is { } picture)
            {
                yield return (BgrImage.FromMLImage(picture), truth.Ids);
            }
        }
    }

    private void Judge(double meanIoU, Segmenter segmenter, TrainingState state)
    {
        if (state.RepeatedStep == state.Step)
        {
            // Counted already.
        }
        else if (state.GainBase is not { } toBeat || meanIoU > toBeat + _options.Run.EarlyStoppingMinimumGain)
        {
            (state.GainBase, state.ValidationsWithoutGain) = (meanIoU, 0);
        }
        else
        {
            state.ValidationsWithoutGain++;
        }

        if (meanIoU <= state.Best?.MeanIoU)
        {
            return;
        }
        var found = new BestValidation(state.Step, meanIoU);
        if (_context.Ranks.FromFirst(!_context.Ranks.IsFirst || Saves(segmenter, found)))
        {
            state.Best = found;
        }
    }

    /// <summary>Saves the best model so far; false if that failed.</summary>
    private bool Saves(Segmenter segmenter, BestValidation found)
    {
        try
        {
            _saveBest(segmenter, found);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _context.Warn($"The best model so far (step {found.Step}) could not be saved, training goes on: {e.Message}");
            return false;
        }
    }
}
