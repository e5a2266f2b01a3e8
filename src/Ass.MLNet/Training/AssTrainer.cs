using System.Diagnostics;
using Ass.MLNet.Checkpoints;
using Ass.MLNet.Networks;
using Ass.MLNet.Prediction;
using Ass.MLNet.RunLog;
using Ass.MLNet.Sampling;
using Ass.MLNet.Torch;
using Microsoft.ML;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Training;

/// <summary>Trains a network on the three streams of a data view: sample → step → validate → report → save, until the last iteration.</summary>
/// <remarks>On a CPU the measures of a step are read when it ends. A GPU is not waited for: there they are read together, when something is due that needs
/// them (a report, a validation, a checkpoint, the end), so that warnings about steps left out, and the stop after too many, come that much later.</remarks>
internal sealed class AssTrainer
{
    /// <summary>Steps whose measures may wait to be read, where reports are further apart.</summary>
    private const int MostUnread = 100;

    private readonly AssSegmentationOptions options;
    private readonly TrainingContext context;
    private readonly TrainingState state;
    private readonly Validation? validation;
    private readonly TrainingReport report;
    private readonly TrainingSoundness soundness;
    private readonly List<(int Step, StepRecord Record)> unread = [];

    /// <param name="options">Validated options.</param>
    /// <param name="context">Device and log.</param>
    /// <param name="state">New, or from a checkpoint.</param>
    /// <param name="validation">Null to train without.</param>
    /// <param name="log">Takes every report; null for none.</param>
    public AssTrainer(AssSegmentationOptions options, TrainingContext context, TrainingState state, Validation? validation, TrainingLog? log)
    {
        (this.options, this.context, this.state, this.validation) = (options, context, state, validation);
        report = new TrainingReport(options, context, log);
        soundness = new TrainingSoundness(options, state);
    }

    /// <summary>Trains the network of <paramref name="segmenter"/> in place, and leaves it ready to predict.</summary>
    /// <param name="segmenter">The network, on its device.</param>
    /// <param name="data">Rows of both domains.</param>
    /// <param name="columns">Where image, label and domain are.</param>
    /// <param name="checkpoints">Where to save; null to save nothing.</param>
    /// <param name="resumed">The checkpoint to go on from.</param>
    /// <exception cref="InvalidOperationException">A row is broken, a stream has no rows, memory does not suffice, or losses or weights are no longer sound.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was asked for, and the model so far was not, or there is none.</exception>
    public void Train(Segmenter segmenter, IDataView data, SamplingColumns columns, CheckpointFolder? checkpoints, string? resumed)
    {
        using var memory = KeptMemory.KeepForTraining();
        using var scope = NewDisposeScope();
        using var tf32 = TensorFloat32.Allow(options.AllowTF32, context.Device);
        using var generator = new Generator((ulong)RandomNumbers.Seed(state.Seed, RandomUse.Network, 1));
        using var modules = new TrainingModules(segmenter.Network, options, generator, context.Device);
        var checkpointer = checkpoints is null ? null : new Checkpointer(checkpoints, modules, context.Warn);
        if (checkpointer is not null)
            soundness.LastSaved = checkpointer.LastSaved;
        if (resumed is not null)
            checkpointer!.Restore(resumed, state);
        var step = new TrainingStep(modules, options, segmenter.Normalization, context.Device, context.WaitsForLosses);
        using var streams = new TrainingStreams(options, data, columns, segmenter.Normalization.Padding, state.Seed, state.Streams);
        try
        {
            options.Run.Begun?.Invoke();
            Run(step, streams, segmenter, checkpointer);
            soundness.CheckSteps();
            Calibrate(segmenter, () => Calibration(streams));
        }
        catch (Exception e) when (context.Cancellation.IsReasonOf(e))
        {
            checkpointer?.SaveAfterError(state);
            FinishCanceled(segmenter, streams, e);
        }
        catch
        {
            // Whatever it was, the steps before it were sound.
            if (step.WeightsAreWhole)
                checkpointer?.SaveAfterError(state);
            throw;
        }

        foreach (string warning in streams.Warnings())
            context.Warn(warning);
    }

    /// <summary>Makes the network of a cancelled training ready to predict, within the time of a step and without reading another image.</summary>
    /// <exception cref="OperationCanceledException">The model so far is not wanted, or there is none.</exception>
    private void FinishCanceled(Segmenter segmenter, TrainingStreams streams, Exception reason)
    {
        string at = $"Training was cancelled after step {state.Step} of {options.Iterations}";
        bool measures = Measures(segmenter);
        bool hasModel = measures ? streams.Recent.Count > 0 : state.Step > 0;
        if (!options.Run.ReturnModelWhenCanceled || !hasModel)
        {
            string why = options.Run.ReturnModelWhenCanceled ? ", before its first step here, so that there is no model to return" : "";
            throw new OperationCanceledException($"{at}{why}.", reason, options.CancellationToken);
        }

        soundness.CheckSteps();
        Calibrate(segmenter, () => streams.Recent);
        string statistics = measures ? $" Its batch statistics are measured on the {streams.Recent.Count} batches trained on last." : "";
        context.Warn($"{at}; the model so far is returned.{statistics}");
    }

    private void Run(TrainingStep step, TrainingStreams streams, Segmenter segmenter, Checkpointer? checkpointer)
    {
        var clock = Stopwatch.StartNew();
        var before = state.Elapsed;
        segmenter.Network.train();
        try
        {
            while (true)
            {
                // What is due after a step comes first, so that a run that resumes makes up for what it was stopped in.
                bool saves = state.Step > 0 && state.Step % options.Run.CheckpointEvery == 0;
                bool validates = validation?.IsDue(state) == true;
                if (saves || validates || report.IsDue(state) || report.IsFirst)
                    TakeUnread(segmenter.Network);
                var metrics = validates ? Validate(segmenter, streams) : null;
                state.Elapsed = before + clock.Elapsed;
                if (report.IsDue(state))
                    report.Report(state, Decay(state.Step - 1), metrics);
                else if (report.IsFirst)
                    report.TellFirst(state, Decay(state.Step - 1));
                bool ended = state.Step >= options.Iterations || validation?.HasStalled(state) == true;
                if (ended || saves)
                    checkpointer?.Save(state);
                if (ended)
                    break;

                context.Cancellation.ThrowIfRequested();
                long began = Stopwatch.GetTimestamp();
                var batches = streams.Next();
                var record = Run(step, batches);
                report.AddTime(Stopwatch.GetElapsedTime(began), batches.ImageCount);
                state.Step++;
                state.Streams = streams.Positions;
                unread.Add((state.Step, record));
                if (step.WaitsForLosses || unread.Count == MostUnread)
                    TakeUnread(segmenter.Network);
            }
        }
        catch
        {
            // Whatever ended it: what is saved or said after this is to know of every step. The first error is the one that counts.
            try
            {
                TakeUnread(segmenter.Network);
            }
            catch (Exception e)
            {
                context.Warn($"The steps before training was stopped, up to step {state.Step}, were not all sound, or their losses could not be read: {e.Message}");
            }

            throw;
        }

        if (state.Step < options.Iterations)
            context.Inform($"Stopped early at step {state.Step}: {state.ValidationsWithoutGain} validations without gain; the best was {state.Best?.MeanIoU:0.0000} at step {state.Best?.Step}.");
    }

    private StepRecord Run(TrainingStep step, StepBatches batches)
    {
        try
        {
            return step.Run(batches.Source, batches.LabeledTarget, batches.UnlabeledTarget, Decay(state.Step), AdversarialShare(state.Step));
        }
        catch (Exception e) when (OutOfMemory.IsReasonOf(e))
        {
            throw OutOfMemory.Explain(
                e, context.Device, $"Step {state.Step + 1}, with {batches},",
                $"Less is needed with smaller images ({nameof(options.SourceSize)}, {nameof(options.TargetSize)}, {nameof(options.CropSize)}), a smaller {nameof(options.BatchSize)}, "
                + $"a larger {nameof(options.OutputStride)}, a smaller {nameof(options.Network)}, or {nameof(options.Precision)} {nameof(SegmentationPrecision.BFloat16)}.");
        }
    }

    /// <summary>(1 − step / decay iterations)^power.</summary>
    private double Decay(int stepsBefore) =>
        Math.Pow(1 - (double)stepsBefore / (options.AdaptSegNet.DecayIterations ?? options.Iterations), options.Optimization.LearningRatePower);

    /// <summary>How much of their weights the adversarial losses have.</summary>
    private double AdversarialShare(int stepsBefore) =>
        stepsBefore >= options.Adversarial.WarmUpIterations ? 1 : (double)stepsBefore / options.Adversarial.WarmUpIterations;

    private SegmentationMetrics Validate(Segmenter segmenter, TrainingStreams streams)
    {
        Calibrate(segmenter, () => Calibration(streams));
        try
        {
            return validation!.Run(segmenter, state);
        }
        finally
        {
            segmenter.Network.train();
        }
    }

    /// <summary>Whether the statistics that prediction uses are measured, and not gathered while training or frozen.</summary>
    private bool Measures(Segmenter segmenter) => segmenter.Network.HasBatchStatistics && options.AdaptSegNet.BatchNormStatistics == BatchNormStatistics.Measured;

    /// <summary>Makes the network ready to predict.</summary>
    /// <exception cref="InvalidOperationException">Its weights or statistics are not numbers.</exception>
    private void Calibrate(Segmenter segmenter, Func<IEnumerable<Batch>> batches)
    {
        if (Measures(segmenter))
            StatisticsCalibration.Run(segmenter.Network, segmenter.Normalization, batches(), context.Device);
        segmenter.Network.eval();
        soundness.CheckWeights(segmenter.Network, state.Step);
    }

    private IEnumerable<Batch> Calibration(TrainingStreams streams)
    {
        foreach (var batch in streams.CalibrationBatches(StatisticsCalibration.Batches))
        {
            context.Cancellation.ThrowIfRequested();
            yield return batch;
        }
    }

    /// <summary>Reads the measures of the steps since the last time, and counts them.</summary>
    private void TakeUnread(DeepLabV2 network)
    {
        if (unread.Count == 0)
            return;
        long began = Stopwatch.GetTimestamp();
        var taken = unread.ToArray();
        unread.Clear();
        StepRecord.Read([.. taken.Select(t => t.Record)]);
        report.AddTime(Stopwatch.GetElapsedTime(began), 0);
        foreach (var (step, record) in taken)
            Take(step, record, network);
    }

    /// <summary>Counts a step's measures, or the step itself as left out.</summary>
    private void Take(int step, StepRecord record, DeepLabV2 network)
    {
        if (record.UnsoundLoss is not { } loss)
        {
            state.SkippedInARow = 0;
            report.Add(state, record);
            return;
        }

        state.SkippedSteps++;
        state.SkippedInARow++;
        if (state.SkippedInARow > options.Run.MaximumSkippedSteps)
            throw soundness.TooManyInARow(loss, step);
        context.Warn($"The {TrainingSoundness.Describe(loss, step)}: the step was left out.");

        // Where the weights are gone no later step can be sound.
        if (state.SkippedInARow == 1)
            soundness.CheckWeights(network, step);
    }
}
