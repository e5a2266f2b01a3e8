using Ass.MLNet.Checkpoints;
using Ass.MLNet.Checks;
using Ass.MLNet.Columns;
using Ass.MLNet.Distribution;
using Ass.MLNet.MLNetInternals;
using Ass.MLNet.Networks;
using Ass.MLNet.Options;
using Ass.MLNet.Prediction;
using Ass.MLNet.RunLog;
using Ass.MLNet.Sampling;
using Ass.MLNet.Torch;
using Ass.MLNet.Training;
using Ass.MLNet.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using TorchSharp;

namespace Ass.MLNet;

/// <summary>Trains a segmentation network on labelled source images, a few labelled target images and many unlabelled ones.</summary>
/// <remarks>Created by <c>mlContext.Transforms.AssSegmentation(…)</c>. On a CPU the same context seed gives the same network, whatever else
/// the context has created; on a GPU the driver decides the order of some sums.</remarks>
public sealed class AssSegmentationEstimator : IEstimator<AssSegmentationTransformer>
{
    private readonly IHost _host;
    private readonly AssSegmentationOptions _options;

    internal AssSegmentationEstimator(IHostEnvironment env, AssSegmentationOptions options)
    {
        _host = env.Register(nameof(AssSegmentationEstimator));
        _options = options.Clone();
        OptionsValidator.Validate(_options);
    }

    /// <summary>The domain of all rows if the data has no domain column; null if the column is required. A column name set by the user must
    /// exist, since it may be a typo.</summary>
    private SegmentationDomain? OnlyDomain =>
        (_options.Recipe, _options.DomainColumnName) switch
        {
            (AdaptationRecipe.SourceOnly, AssSegmentationOptions.UsualDomainColumn) => SegmentationDomain.Source,
            (AdaptationRecipe.TargetOnly, AssSegmentationOptions.UsualDomainColumn) => SegmentationDomain.Target,
            _ => null,
        };

    private SegmentationColumns OutputColumns => new(_options.ImageColumnName, _options.PredictedLabelColumnName, _options.ScoreColumnName);

    /// <summary>The input's schema with the predicted columns added.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The image, label or domain column is missing or has the wrong type. Only
    /// <see cref="AdaptationRecipe.SourceOnly"/> and <see cref="AdaptationRecipe.TargetOnly"/> work without a <c>Domain</c> column: all
    /// rows then belong to their domain.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return CheckTrainingColumns(inputSchema, InputData.Unnamed);
    }

    /// <summary>Trains on <paramref name="input"/>.</summary>
    /// <param name="input">Rows of both domains, in any order and number. Images are decoded on demand. Rows are read many times, so the
    /// data must be able to give each row more than once.</param>
    /// <returns>The trained model. Dispose it when you no longer need it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has the wrong type.</exception>
    /// <exception cref="TrainingDataException">The labels are invalid (see <see cref="AssSegmentationOptions.DataCheck"/>).</exception>
    /// <exception cref="InvalidOperationException">The classes of options, labels and validation set differ, a row cannot be read
    /// (including cancelled or timed-out reads), a stream that the recipe needs has no rows, losses or weights became NaN, most steps were
    /// skipped because of such losses, memory ran out, the requested GPU is unavailable, or the workspace is unusable: it is in use, is not
    /// writable, or holds a run that this one does not continue.</exception>
    /// <exception cref="FileNotFoundException">The pretrained weight file does not exist.</exception>
    /// <exception cref="InvalidDataException">All checkpoints to resume from are damaged, or the pretrained weight file is.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled by the option's token (or by ML.NET's AutoML, through the
    /// context), and the model so far was not requested or does not exist yet.</exception>
    public AssSegmentationTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var ranks = Ranks.Of(_options.Distributed);
        using var turn = ranks.BeginTraining();
        try
        {
            return Fit(input, ranks);
        }
        catch (Exception e) when (ranks.Tell(e))
        {
            throw;
        }
    }

    private AssSegmentationTransformer Fit(IDataView input, Ranks ranks)
    {
        var data = InputData.Training(input);
        CheckTrainingColumns(SegmentationSchemaShape.Of(input.Schema), data);
        input = RepeatedData.Of(input, data.Name);
        var classNames = ClassNames(input.Schema[_options.LabelColumnName]);
        CheckValidationSet(classNames);
        var columns = new SamplingColumns(
            input.Schema[_options.ImageColumnName],
            input.Schema[_options.LabelColumnName],
            input.Schema.GetColumnOrNull(_options.DomainColumnName),
            classNames.Count
        );
        var device = TorchDevices.Resolve(_host, _options.GpuDeviceId, _options.FallbackToCpu);

        using var channel = _host.Start("Train");
        using var progress = new TrainingProgressChannel(_host, _options.Iterations);
        var context = new TrainingContext(
            _host,
            device,
            new TrainingCancellation(_host, _options.CancellationToken, ranks),
            text => Write(() => MLNetEnvironment.Inform(channel, text)),
            text => Write(() => channel.Warning(MessageSensitivity.None, text)),
            progress.Report
        )
        {
            Ranks = ranks,
        };
        try
        {
            return Fit(input, columns, classNames, context);
        }
        catch (OperationCanceledException e) when (!context.Cancellation.IsRequested)
        {
            throw new InvalidOperationException(
                $"Training failed: the data, or a callback, gave up ({e.Message}). Nobody cancelled the training itself.",
                e
            );
        }

        // What one of several processes says, all would say.
        void Write(Action write)
        {
            if (ranks.IsFirst)
            {
                write();
            }
        }
    }

    private AssSegmentationTransformer Fit(
        IDataView input,
        SamplingColumns columns,
        IReadOnlyList<string> classNames,
        TrainingContext context
    )
    {
        var ranks = context.Ranks;
        bool writes = ranks.IsFirst && _options.Run.WorkspacePath is not null;
        using var workspace = writes ? TrainingWorkspace.Open(_options.Run.WorkspacePath!) : null;
        var checkpoint = workspace?.FindCheckpoint(_options, context.Warn);
        var state = ranks.FromFirst(checkpoint?.State ?? new TrainingState());
        int drawn = ranks.FromFirst(checkpoint is null ? Random.Shared.Next() : state.Seed);
        int seed = MLNetEnvironment.Seed(_host) ?? drawn;
        if (workspace is not null || ranks.AreMany)
        {
            var fingerprint = RunFingerprint.Of(
                _options,
                classNames,
                seed,
                DataFingerprint.Of(input, columns.Domain, OnlyDomain ?? default),
                ranks.Count
            );
            var validation = ValidationFingerprint();
            RunAgreement.Check(ranks, _options, fingerprint, validation, context.Device.type);
            if (checkpoint is not null)
            {
                Resumption.Check(fingerprint, state.Fingerprint, _options.Run.AllowChangesOnResume, context.Warn);
            }
            Resumption.TakeValidation(state, validation, context.Warn);
            state.Fingerprint = fingerprint;
        }

        state.Seed = seed;
        context.Inform(
            $"Recipe {_options.Recipe}, {_options.Network} at output stride {NetworkSpec.Of(_options, classNames.Count).FeatureStride}, "
                + $"{classNames.Count} classes, {context.Device}, seed {seed}."
        );
        if (ranks.AreMany)
        {
            context.Inform(
                $"{ranks.Count} processes train together: a step has {ranks.Count} x {_options.BatchSize} = "
                    + $"{ranks.Count * _options.BatchSize} images of each stream."
            );
            if (ranks.OpenGpu(context.Device) is { } exchange)
            {
                context.Inform(exchange);
            }
        }
        if (columns.Domain is null)
        {
            context.Inform($"There is no column '{_options.DomainColumnName}': all rows are {OnlyDomain} rows.");
        }
        if (checkpoint is not null)
        {
            context.Inform($"Going on from step {state.Step} of {_options.Iterations}, '{checkpoint.Value.Path}'.");
        }
        else if (NetworkBuilder.AdviceOnWeights(_options) is { } advice)
        {
            context.Warn(advice);
        }

        if (state.Step < _options.Iterations)
        {
            NetworkBuilder.CheckWeights(_options, state);
            if (NetworkBuilder.AdviceOnPrecision(_options, context.Device) is { } slow)
            {
                context.Warn(slow);
            }
            var pixels = new TrainingDataCheck(_options, columns, classNames, context).Run(input);
            RunAgreement.CheckLabels(ranks, pixels, classNames);
            columns = columns with { ClassPixels = ranks.FromFirst(pixels) };

            // One process says what is wrong, and the others hear of it; what validations must know, all note.
            bool accepts = _options.Run.AllowChangesOnResume || !ranks.IsFirst;
            Resumption.TakeLabels(state, columns.ClassPixels, classNames, accepts, context.Warn);
        }
        return Train(input, columns, classNames, context, workspace, state, checkpoint?.Path);
    }

    private AssSegmentationTransformer Train(
        IDataView input,
        SamplingColumns columns,
        IReadOnlyList<string> classNames,
        TrainingContext context,
        TrainingWorkspace? workspace,
        TrainingState state,
        string? checkpoint
    )
    {
        using var log = workspace is null
            ? null
            : new TrainingLog(
                workspace.FullPath,
                state.Step,
                ResultsColumns.Of(_options, _options.Run.ValidationSet is null ? null : classNames),
                context.Warn
            );
        var best = new BestModel(workspace?.BestModel);
        var validation = _options.Run.ValidationSet is null
            ? null
            : new Validation(
                _options,
                context,
                OutputColumns,
                (segmenter, found) => best.Save(new AssSegmentationTransformer(_host, segmenter, OutputColumns), found),
                log
            );
        var (network, normalization) = NetworkBuilder.Create(_options, classNames.Count, context, state);
        var resizing = new PredictionResizing(
            _options.TargetSize,
            _options.AdaptSegNet.Interpolation,
            _options.AdaptSegNet.AlignCornersInPrediction
        );
        var last = new Segmenter(network, normalization, resizing, classNames, context.Device);
        try
        {
            RunAgreement.CheckNetwork(context.Ranks, network, normalization);
            new AssTrainer(_options, context, state, validation, log).Train(last, input, columns, workspace?.Checkpoints, checkpoint);

            // Of a cancelled training, what it has at its last step is not what was validated there: its batch statistics are others.
            bool isEarlier = state.Best is { } found && (found.Step != state.Step || context.Cancellation.IsRequested);
            if (_options.Run.ReturnBestModel && context.Ranks.IsFirst && isEarlier)
            {
                last.Dispose();
                last = LoadBest(best, classNames, context);
            }
            last.Network.TakeFromFirst(context.Ranks);
            return new AssSegmentationTransformer(_host, last, OutputColumns);
        }
        catch
        {
            last.Dispose();
            throw;
        }
    }

    /// <summary>What tells the validation set from another one; nothing if there is none.</summary>
    private IReadOnlyDictionary<string, string> ValidationFingerprint() =>
        _options.Run.ValidationSet is { } data
            ? DataFingerprint.Of(data, domainColumn: null, SegmentationDomain.Target)
            : new Dictionary<string, string>();

    private static Segmenter LoadBest(BestModel best, IReadOnlyList<string> classNames, TrainingContext context)
    {
        var segmenter = best.Load(context.Device);
        try
        {
            ClassAgreement.Check(("this training", classNames), ("the best model so far", segmenter.ClassNames));
            return segmenter;
        }
        catch
        {
            segmenter.Dispose();
            throw;
        }
    }

    private SchemaShape CheckTrainingColumns(SchemaShape shape, InputData data)
    {
        SegmentationSchemaShape.CheckLabel(_host, shape, _options.LabelColumnName, data);
        CheckSteps(data);
        SegmentationSchemaShape.CheckDomain(_host, shape, _options.DomainColumnName, mayBeMissing: OnlyDomain is not null, data);
        return SegmentationSchemaShape.AddPrediction(_host, shape, OutputColumns, data);
    }

    /// <summary>Checks what ML.NET's steps have made of images and labels.</summary>
    private void CheckSteps(InputData data)
    {
        MLNetSteps.CheckNotInterpolated(data, _options.LabelColumnName, _options.ImageColumnName);
        MLNetSteps.CheckCanBeReadAgain(data, _options.LabelColumnName);
        MLNetSteps.CheckCanBeReadAgain(data, _options.ImageColumnName);
    }

    /// <summary>Checks that the validation set has the columns that the model reads and the labels to compare with.</summary>
    private void CheckValidationSet(IReadOnlyList<string> classNames)
    {
        if (_options.Run.ValidationSet is null)
        {
            return;
        }
        var shape = SegmentationSchemaShape.Of(_options.Run.ValidationSet.Schema);
        var data = InputData.Validation(_options.Run.ValidationSet);
        SegmentationSchemaShape.CheckLabel(_host, shape, _options.LabelColumnName, data);
        CheckSteps(data);
        SegmentationSchemaShape.AddPrediction(_host, shape, OutputColumns, data);
        var names = ClassNamesAnnotation.Read(_options.Run.ValidationSet.Schema[_options.LabelColumnName]);
        ClassAgreement.Check(
            ("this training", classNames),
            ($"column '{_options.LabelColumnName}' of {nameof(_options.Run)}.{nameof(_options.Run.ValidationSet)}", names)
        );
        ValidationDomains.Check(_options.Run.ValidationSet, _options.DomainColumnName);
    }

    private IReadOnlyList<string> ClassNames(DataViewSchema.Column label)
    {
        var labelNames = ClassNamesAnnotation.Read(label);
        ClassAgreement.Check(
            ($"{nameof(AssSegmentationOptions)}.{nameof(_options.ClassNames)}", _options.ClassNames),
            ($"column '{label.Name}'", labelNames)
        );
        var names = _options.ClassNames
            ?? labelNames
            ?? throw new InvalidOperationException(
                $"How many classes there are is not known: column '{label.Name}' carries no class names, so "
                    + $"{nameof(AssSegmentationOptions)}.{nameof(_options.ClassNames)} must be set."
            );
        OptionsValidator.ValidateClassNames(names);
        return [.. names];
    }
}
