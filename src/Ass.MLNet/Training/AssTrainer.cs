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

/// <summary>Trains a network on the three streams of a data view: sample → step → validate → report → save, until the last
/// iteration.</summary>
/// <remarks>On a CPU, a step's measures are read when it ends. On a GPU, training does not synchronise at every step: measures are read
/// together when a report, a validation, a checkpoint or the end needs them. Warnings about skipped steps, and the stop after too many of
/// them, come correspondingly later.</remarks>
internal sealed class AssTrainer
{
    /// <summary>Most steps whose measures may remain unread if reports are further apart.</summary>
    private const int MostUnread = 100;

    private readonly AssSegmentationOptions _options;
    private readonly TrainingContext _context;
    private readonly TrainingState _state;
    private readonly Validation? _validation;
    private readonly TrainingReport _report;
    private readonly TrainingSoundness _soundness;
    private readonly List<(int Step, StepRecord Record)> _unread = [];

    /// <param name="options">Validated options.</param>
    /// <param name="context">Device and log.</param>
    /// <param name="state">New, or from a checkpoint.</param>
    /// <param name="validation">Null to train without.</param>
    /// <param name="log">Receives every report; null for none.</param>
    public AssTrainer(
        AssSegmentationOptions options,
        TrainingContext context,
        TrainingState state,
        Validation? validation,
        TrainingLog? log
    )
    {
        (_options, _context, _state, _validation) = (options, context, state, validation);
        _report = new TrainingReport(options, context, log);
        _soundness = new TrainingSoundness(options, state);
    }

    /// <summary>Trains the network of <paramref name="segmenter"/> in place, and leaves it ready for prediction.</summary>
    /// <param name="segmenter">The network, on its device.</param>
    /// <param name="data">Rows of both domains.</param>
    /// <param name="columns">The image, label and domain columns.</param>
    /// <param name="checkpoints">The folder to save checkpoints to; null to save none.</param>
    /// <param name="resumed">The checkpoint to resume from.</param>
    /// <exception cref="InvalidOperationException">A row cannot be read, a stream has no rows, memory ran out, or losses or weights are no
    /// longer sound.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was requested, and the model so far was not requested or does not
    /// exist.</exception>
    public void Train(Segmenter segmenter, IDataView data, SamplingColumns columns, CheckpointFolder? checkpoints, string? resumed)
    {
        using var memory = KeptMemory.KeepForTraining();
        using var scope = NewDisposeScope();
        using var tf32 = TensorFloat32.Allow(_options.AllowTF32, _context.Device);
        using var generator = new Generator((ulong)RandomNumbers.Seed(_state.Seed, RandomUse.Network, 1));
        segmenter.Network.TakeFromFirst(_context.Ranks);
        using var modules = OutOfMemory.Guard(
            _context.Device,
            $"{_options.Network}, with all that it takes to train it,",
            $"Less is needed with a smaller {nameof(_options.Network)}, and often with {nameof(_options.Optimizer)} "
                + $"{nameof(SegmentationOptimizer.Sgd)}.",
            () => new TrainingModules(segmenter.Network, _options, generator, _context.Device, _context.Ranks)
        );
        var checkpointer = checkpoints is null ? null : new Checkpointer(checkpoints, modules, _context.Warn);
        if (checkpointer is not null)
        {
            _soundness.LastSaved = checkpointer.LastSaved;
        }
        if (resumed is not null)
        {
            checkpointer!.Restore(resumed, _state);
        }
        modules.TakeFromFirst(_state);
        modules.FrozenFilters?.TakeNorms();
        modules.Teacher?.TakeNorms();
        var step = new TrainingStep(modules, _options, segmenter.Normalization, _context.Device, _context.WaitsForLosses, _state.Seed);
        var setup = new PredictionSetup(_options, _context, _soundness, segmenter, modules.Teacher);
        using var streams = new TrainingStreams(
            _options,
            data,
            columns,
            segmenter.Normalization.Padding,
            _state.Seed,
            _state.Streams,
            _context
        );
        try
        {
            _options.Run.Begun?.Invoke();
            Run(modules, step, streams, segmenter, setup, checkpointer);
            _soundness.CheckSteps();
            setup.Prepare(Calibration(streams), _state.Step);
        }
        catch (Exception e) when (_context.Cancellation.IsReasonOf(e))
        {
            checkpointer?.SaveAfterError(_state);
            FinishCanceled(setup, streams, e);
        }
        catch
        {
            // Whatever the error, the steps before it were sound.
            if (step.WeightsAreWhole)
            {
                checkpointer?.SaveAfterError(_state);
            }
            throw;
        }

        foreach (string warning in streams.Warnings())
        {
            _context.Warn(warning);
        }

        // After an error it would not do to ask for memory, which may be what ran out.
        modules.NetworkOptimizer.Separate();
    }

    /// <summary>Prepares the network of a cancelled training for prediction, within the time of one step and without reading more
    /// images.</summary>
    /// <exception cref="OperationCanceledException">The model so far was not requested or does not exist.</exception>
    private void FinishCanceled(PredictionSetup setup, TrainingStreams streams, Exception reason)
    {
        string at = $"Training was cancelled after step {_state.Step} of {_options.Iterations}";
        bool hasModel = setup.Measures ? streams.Recent.Count > 0 : _state.Step > 0;
        if (!_options.Run.ReturnModelWhenCanceled || !hasModel)
        {
            string why = _options.Run.ReturnModelWhenCanceled ? ", before its first step here, so that there is no model to return" : "";
            throw new OperationCanceledException($"{at}{why}.", reason, _options.CancellationToken);
        }

        _soundness.CheckSteps();
        setup.Prepare(streams.Recent, _state.Step);
        string statistics = setup.Measures
            ? $" Its batch statistics are measured on the {streams.Recent.Count} batches trained on last."
            : "";
        _context.Warn($"{at}; the model so far is returned.{statistics}");
    }

    private void Run(
        TrainingModules modules,
        TrainingStep step,
        TrainingStreams streams,
        Segmenter segmenter,
        PredictionSetup setup,
        Checkpointer? checkpointer
    )
    {
        var clock = Stopwatch.StartNew();
        var before = _state.Elapsed;
        segmenter.Network.train();
        try
        {
            while (true)
            {
                // Work due after a step comes first, so that a resumed run catches up on what was interrupted.
                bool saves = _state.Step > 0 && _state.Step % _options.Run.CheckpointEvery == 0;
                bool validates = _validation?.IsDue(_state) == true;
                if (saves || validates || _report.IsDue(_state) || _report.IsFirst)
                {
                    TakeUnread(segmenter.Network);
                }
                var metrics = validates ? Validate(segmenter, setup, streams) : null;
                _state.Elapsed = before + clock.Elapsed;

                // A validation is told even where the step was, as when a finished run is resumed with another validation set.
                if (_report.IsDue(_state) || metrics is not null)
                {
                    _report.Report(_state, Decay(_state.Step - 1), metrics);
                }
                else if (_report.IsFirst)
                {
                    _report.TellFirst(_state, Decay(_state.Step - 1));
                }
                bool ended = _state.Step >= _options.Iterations || _validation?.HasStalled(_state) == true;
                if (ended || saves)
                {
                    modules.KeepAlike(_state.Step);
                    checkpointer?.Save(_state);
                }
                if (ended)
                {
                    break;
                }

                _context.Cancellation.ThrowIfRequestedAnywhere();
                _report.BeginStep(_state.Step, before + clock.Elapsed);
                long began = Stopwatch.GetTimestamp();
                var batches = streams.Next();
                var record = Run(step, batches);
                _report.AddTime(Stopwatch.GetElapsedTime(began), batches.ImageCount * _context.Ranks.Count);
                _state.Step++;
                _state.Streams = streams.Positions;
                _unread.Add((_state.Step, record));
                if (step.WaitsForLosses || _unread.Count == MostUnread)
                {
                    TakeUnread(segmenter.Network);
                }
            }
        }
        catch
        {
            // However training ended, anything saved or reported from here on must include every step. The first error is the one that
            // counts.
            try
            {
                TakeUnread(segmenter.Network);
            }
            catch (Exception e)
            {
                _context.Warn(
                    $"The steps before training was stopped, up to step {_state.Step}, were not all sound, or their losses could "
                        + $"not be read: {e.Message}"
                );
            }

            throw;
        }

        if (_state.Step < _options.Iterations)
        {
            _context.Inform(
                $"Stopped early at step {_state.Step}: {_state.ValidationsWithoutGain} validations without gain; the best was "
                    + $"{_state.Best?.MeanIoU:0.0000} at step {_state.Best?.Step}."
            );
        }
    }

    private StepRecord Run(TrainingStep step, StepBatches batches)
    {
        try
        {
            return step.Run(
                batches.Source,
                batches.LabeledTarget,
                batches.UnlabeledTarget,
                Decay(_state.Step),
                AdversarialSchedule.Share(_options.Adversarial, _state.Step),
                _state.Step
            );
        }
        catch (Exception e) when (OutOfMemory.IsReasonOf(e))
        {
            string larger = _options.Network == SegmentationNetwork.SwiftNetResNet18 ? "" : $"a larger {nameof(_options.OutputStride)}, ";
            throw OutOfMemory.Explain(
                e,
                _context.Device,
                $"Step {_state.Step + 1}, with {batches},",
                $"Less is needed with smaller images ({nameof(_options.SourceSize)}, {nameof(_options.TargetSize)}, "
                    + $"{nameof(_options.CropSize)}), a smaller {nameof(_options.BatchSize)}, {larger}a smaller "
                    + $"{nameof(_options.Network)}, or {nameof(_options.Precision)} {nameof(SegmentationPrecision.BFloat16)} (slow on "
                    + "processors without instructions for it)."
            );
        }
    }

    /// <summary>(1 − step / decay iterations)^power; 0 after that many, of a longer run that goes on as a shorter one.</summary>
    private double Decay(int stepsBefore) =>
        Math.Pow(
            Math.Max(0, 1 - (double)stepsBefore / (_options.AdaptSegNet.DecayIterations ?? _options.Iterations)),
            _options.Optimization.LearningRatePower
        );

    private SegmentationMetrics Validate(Segmenter segmenter, PredictionSetup setup, TrainingStreams streams)
    {
        setup.Prepare(Calibration(streams), _state.Step);
        try
        {
            return _validation!.Run(segmenter, _state);
        }
        finally
        {
            setup.Undo();
        }
    }

    private IEnumerable<Batch> Calibration(TrainingStreams streams)
    {
        foreach (var batch in streams.CalibrationBatches(StatisticsCalibration.Batches))
        {
            _context.Cancellation.ThrowIfRequested();
            yield return batch;
        }
    }

    /// <summary>Reads and counts the measures of all steps since the last call.</summary>
    private void TakeUnread(SegmentationModule network)
    {
        if (_unread.Count == 0)
        {
            return;
        }
        long began = Stopwatch.GetTimestamp();
        var taken = _unread.ToArray();
        _unread.Clear();
        StepRecord.Read([.. taken.Select(t => t.Record)]);
        _report.AddTime(Stopwatch.GetElapsedTime(began), 0);
        foreach (var (step, record) in taken)
        {
            Take(step, record, network);
        }
    }

    /// <summary>Adds a step's measures, or counts the step as skipped.</summary>
    private void Take(int step, StepRecord record, SegmentationModule network)
    {
        if (record.UnsoundLoss is not { } loss)
        {
            _state.SkippedInARow = 0;
            _report.Add(_state, record);
            return;
        }

        _state.SkippedSteps++;
        _state.SkippedInARow++;
        if (_state.SkippedInARow > _options.Run.MaximumSkippedSteps)
        {
            throw _soundness.TooManyInARow(loss, step);
        }
        _context.Warn($"The {TrainingSoundness.Describe(loss, step)}: the step was left out.");

        // If the weights are no longer finite, no later step can be sound.
        if (_state.SkippedInARow == 1)
        {
            _soundness.CheckWeights(network, step);
        }
    }
}
