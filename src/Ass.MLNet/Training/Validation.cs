using Ass.MLNet.Checkpoints;
using Ass.MLNet.Columns;
using Ass.MLNet.Images;
using Ass.MLNet.Labels;
using Ass.MLNet.MLNetInternals;
using Ass.MLNet.Metrics;
using Ass.MLNet.Prediction;
using Ass.MLNet.RunLog;
using Microsoft.ML;

namespace Ass.MLNet.Training;

/// <summary>Measures the network on the validation set while it trains, keeps the best model, and says when nothing is gained any more.</summary>
internal sealed class Validation
{
    /// <summary>Images whose predictions are shown.</summary>
    private const int PictureCount = 4;

    private readonly AssSegmentationOptions options;
    private readonly TrainingContext context;
    private readonly SegmentationColumns columns;
    private readonly Action<Segmenter> saveBest;
    private readonly TrainingLog? log;
    private readonly IDataView data;
    private readonly int interval;

    /// <param name="options">With a validation set.</param>
    /// <param name="context">Told of what cannot be saved.</param>
    /// <param name="columns">The columns that the model has.</param>
    /// <param name="saveBest">Takes the best model so far.</param>
    /// <param name="log">Takes metrics and a few pictures; null for none.</param>
    public Validation(AssSegmentationOptions options, TrainingContext context, SegmentationColumns columns, Action<Segmenter> saveBest, TrainingLog? log)
    {
        (this.options, this.context, this.columns, this.saveBest, this.log) = (options, context, columns, saveBest, log);
        data = RepeatedData.Of(options.Run.ValidationSet!, InputData.Validation(options.Run.ValidationSet!).Name);
        interval = options.Run.ValidateEvery ?? Math.Max(1, options.Iterations / 20);
    }

    public bool IsDue(TrainingState state) => state.Step > 0 && state.ValidatedStep != state.Step
        && (state.Step % interval == 0 || state.Step == options.Iterations);

    /// <summary>Whether so many validations in a row brought no gain that training should end.</summary>
    public bool HasStalled(TrainingState state) => state.ValidationsWithoutGain >= options.Run.EarlyStoppingPatience;

    /// <summary>Measures the network, whose batch statistics must be those of its present weights.</summary>
    /// <param name="segmenter">The network with its preprocessing; not disposed.</param>
    /// <param name="state">Takes the result.</param>
    public SegmentationMetrics Run(Segmenter segmenter, TrainingState state)
    {
        var bindings = new SegmentationBindings(context.Environment, data.Schema, columns, segmenter.ClassNames);
        var predictions = new SegmentedDataView(() => segmenter, bindings, data);
        var metrics = SegmentationEvaluator.Evaluate(predictions, options.LabelColumnName, columns.PredictedLabel, context.Cancellation.ThrowIfRequested);
        Judge(metrics.MeanIoU, segmenter, state);
        state.ValidatedStep = state.Step;
        log?.Validated(state.Step, metrics, Pictures(segmenter));
        return metrics;
    }

    /// <summary>The first labelled images with their predictions, the same ones every time.</summary>
    private List<PredictionPicture> Pictures(Segmenter segmenter)
    {
        var pictures = new List<PredictionPicture>();
        var (imageColumn, labelColumn) = (data.Schema[options.ImageColumnName], data.Schema[options.LabelColumnName]);
        using var cursor = data.GetRowCursor([imageColumn, labelColumn]);
        var readImage = ImageColumn.CreateReader(cursor, imageColumn);
        var readLabel = LabelColumn.CreateReader(cursor, labelColumn);
        while (pictures.Count < PictureCount && cursor.MoveNext())
        {
            if (readLabel() is not { } truth || readImage() is not { } picture)
                continue;
            var image = BgrImage.FromMLImage(picture);
            pictures.Add(new PredictionPicture(image, truth.Ids, segmenter.PredictIds(image), segmenter.Palette));
        }

        return pictures;
    }

    private void Judge(double meanIoU, Segmenter segmenter, TrainingState state)
    {
        if (state.GainBase is not { } toBeat || meanIoU > toBeat + options.Run.EarlyStoppingMinimumGain)
            (state.GainBase, state.ValidationsWithoutGain) = (meanIoU, 0);
        else
            state.ValidationsWithoutGain++;

        if (meanIoU <= state.Best?.MeanIoU)
            return;
        try
        {
            saveBest(segmenter);
            state.Best = new BestValidation(state.Step, meanIoU);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            context.Warn($"The best model so far (step {state.Step}) could not be saved, training goes on: {e.Message}");
        }
    }
}
