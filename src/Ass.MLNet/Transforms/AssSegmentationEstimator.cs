using Ass.MLNet.Checkpoints;
using Ass.MLNet.Checks;
using Ass.MLNet.Columns;
using Ass.MLNet.MLNetInternals;
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

/// <summary>Trains a segmentation network on labelled source images and a few labelled, many unlabelled target images.</summary>
/// <remarks>Made by <c>mlContext.Transforms.AssSegmentation(…)</c>. One context seed gives one network, whatever else the context has made.</remarks>
public sealed class AssSegmentationEstimator : IEstimator<AssSegmentationTransformer>
{
    private readonly IHost host;
    private readonly AssSegmentationOptions options;

    internal AssSegmentationEstimator(IHostEnvironment env, AssSegmentationOptions options)
    {
        host = env.Register(nameof(AssSegmentationEstimator));
        this.options = options.Clone();
        OptionsValidator.Validate(this.options);
    }

    /// <summary>The domain of all rows where the data has no column of domains; null where it must have one. A name that was set must exist: it may be mistyped.</summary>
    private SegmentationDomain? OnlyDomain => (options.Recipe, options.DomainColumnName) switch
    {
        (AdaptationRecipe.SourceOnly, AssSegmentationOptions.UsualDomainColumn) => SegmentationDomain.Source,
        (AdaptationRecipe.TargetOnly, AssSegmentationOptions.UsualDomainColumn) => SegmentationDomain.Target,
        _ => null,
    };

    private SegmentationColumns OutputColumns => new(options.ImageColumnName, options.PredictedLabelColumnName, options.ScoreColumnName);

    /// <summary>The input's schema with the predicted columns added.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The image, label or domain column is missing or of another type; only <see cref="AdaptationRecipe.SourceOnly"/> and
    /// <see cref="AdaptationRecipe.TargetOnly"/> do without a column <c>Domain</c>: all rows are of their domain then.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return CheckTrainingColumns(inputSchema, InputData.Unnamed);
    }

    /// <summary>Trains on <paramref name="input"/>.</summary>
    /// <param name="input">Rows of both domains, in any order and of any number; images are decoded when their turn comes. They are read many times, so a
    /// source that gives each row once only does not do.</param>
    /// <returns>The trained model; dispose it when it is no longer needed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="TrainingDataException">The labels cannot be right (see <see cref="AssSegmentationOptions.DataCheck"/>).</exception>
    /// <exception cref="InvalidOperationException">The classes of options, labels and validation set differ, a row is broken (also where reading it was cancelled or timed out), a stream that the recipe needs has no rows, losses or
    /// weights became NaN, most steps were left out for such losses, memory does not suffice, the GPU asked for cannot be used, or the workspace cannot: it is in use, cannot be
    /// written, or holds a run that this one does not go on from.</exception>
    /// <exception cref="InvalidDataException">All checkpoints to resume from are damaged, or the file of weights to start from is.</exception>
    /// <exception cref="OperationCanceledException">Cancelled by the option's token (or by ML.NET's AutoML, through the context), and the model so far is not wanted, or there is
    /// none yet.</exception>
    public AssSegmentationTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var data = InputData.Training(input);
        CheckTrainingColumns(SegmentationSchemaShape.Of(input.Schema), data);
        input = RepeatedData.Of(input, data.Name);
        var classNames = ClassNames(input.Schema[options.LabelColumnName]);
        CheckValidationSet(classNames);
        var columns = new SamplingColumns(
            input.Schema[options.ImageColumnName], input.Schema[options.LabelColumnName], input.Schema.GetColumnOrNull(options.DomainColumnName), classNames.Count);
        var device = TorchDevices.Resolve(host, options.GpuDeviceId, options.FallbackToCpu);

        using var channel = host.Start("Train");
        using var progress = new TrainingProgressChannel(host, options.Iterations);
        var context = new TrainingContext(
            host, device, new TrainingCancellation(host, options.CancellationToken), text => MLNetEnvironment.Inform(channel, text), text => channel.Warning(MessageSensitivity.None, text), progress.Report);
        try
        {
            return Fit(input, columns, classNames, context);
        }
        catch (OperationCanceledException e) when (!context.Cancellation.IsRequested)
        {
            throw new InvalidOperationException(
                $"Training failed: the data, or a callback, gave up ({e.Message}). Nobody cancelled the training itself.", e);
        }
    }

    private AssSegmentationTransformer Fit(IDataView input, SamplingColumns columns, IReadOnlyList<string> classNames, TrainingContext context)
    {
        using var workspace = options.Run.WorkspacePath is null ? null : TrainingWorkspace.Open(options.Run.WorkspacePath);
        var checkpoint = workspace?.FindCheckpoint(options, context.Warn);
        var state = checkpoint?.State ?? new TrainingState();
        int seed = MLNetEnvironment.Seed(host) ?? (checkpoint is null ? Random.Shared.Next() : state.Seed);
        if (workspace is not null)
        {
            var fingerprint = RunFingerprint.Of(options, classNames, seed, DataFingerprint.Of(input, columns.Domain, OnlyDomain ?? default));
            if (checkpoint is not null)
                Resumption.Check(fingerprint, state.Fingerprint, options.Run.AllowChangesOnResume, context.Warn);
            state.Fingerprint = fingerprint;
        }

        state.Seed = seed;
        context.Inform($"Recipe {options.Recipe}, {options.Network} at output stride {options.OutputStride}, {classNames.Count} classes, {context.Device}, seed {seed}.");
        if (columns.Domain is null)
            context.Inform($"There is no column '{options.DomainColumnName}': all rows are {OnlyDomain} rows.");
        if (checkpoint is not null)
        {
            context.Inform($"Going on from step {state.Step} of {options.Iterations}, '{checkpoint.Value.Path}'.");
        }
        else if (NetworkBuilder.AdviceOnWeights(options) is { } advice)
        {
            context.Warn(advice);
        }

        if (state.Step < options.Iterations)
            new TrainingDataCheck(options, columns, classNames, context).Run(input);
        return Train(input, columns, classNames, context, workspace, state, checkpoint?.Path);
    }

    private AssSegmentationTransformer Train(
        IDataView input, SamplingColumns columns, IReadOnlyList<string> classNames, TrainingContext context, TrainingWorkspace? workspace, TrainingState state, string? checkpoint)
    {
        using var log = workspace is null ? null : new TrainingLog(
            workspace.FullPath, state.Step, ResultsColumns.Of(options, options.Run.ValidationSet is null ? null : classNames), context.Warn);
        var best = new BestModel(workspace?.BestModelPath);
        var validation = options.Run.ValidationSet is null ? null : new Validation(
            options, context, OutputColumns, segmenter => best.Save(new AssSegmentationTransformer(host, segmenter, OutputColumns)), log);
        var (network, normalization) = NetworkBuilder.Create(options, classNames.Count, state.Seed, context);
        var resizing = new PredictionResizing(options.TargetSize, options.AdaptSegNet.Interpolation, options.AdaptSegNet.AlignCornersInPrediction);
        var last = new Segmenter(network, normalization, resizing, classNames, context.Device);
        try
        {
            new AssTrainer(options, context, state, validation, log).Train(last, input, columns, workspace?.Checkpoints, checkpoint);
            if (!options.Run.ReturnBestModel || state.Best is null || state.Best.Step == state.Step)
                return new AssSegmentationTransformer(host, last, OutputColumns);
        }
        catch
        {
            last.Dispose();
            throw;
        }

        last.Dispose();
        return new AssSegmentationTransformer(host, LoadBest(best, classNames, context), OutputColumns);
    }

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
        SegmentationSchemaShape.CheckLabel(host, shape, options.LabelColumnName, data);
        MLNetSteps.CheckNotInterpolated(data, options.LabelColumnName);
        SegmentationSchemaShape.CheckDomain(host, shape, options.DomainColumnName, mayBeMissing: OnlyDomain is not null, data);
        return SegmentationSchemaShape.AddPrediction(host, shape, OutputColumns, data);
    }

    /// <summary>The validation set has to have what the model reads and what it is compared with.</summary>
    private void CheckValidationSet(IReadOnlyList<string> classNames)
    {
        if (options.Run.ValidationSet is null)
            return;
        var shape = SegmentationSchemaShape.Of(options.Run.ValidationSet.Schema);
        var data = InputData.Validation(options.Run.ValidationSet);
        SegmentationSchemaShape.CheckLabel(host, shape, options.LabelColumnName, data);
        MLNetSteps.CheckNotInterpolated(data, options.LabelColumnName);
        SegmentationSchemaShape.AddPrediction(host, shape, OutputColumns, data);
        var names = ClassNamesAnnotation.Read(options.Run.ValidationSet.Schema[options.LabelColumnName]);
        ClassAgreement.Check(("this training", classNames), ($"column '{options.LabelColumnName}' of {nameof(options.Run)}.{nameof(options.Run.ValidationSet)}", names));
    }

    private IReadOnlyList<string> ClassNames(DataViewSchema.Column label)
    {
        var labelNames = ClassNamesAnnotation.Read(label);
        ClassAgreement.Check(($"{nameof(AssSegmentationOptions)}.{nameof(options.ClassNames)}", options.ClassNames), ($"column '{label.Name}'", labelNames));
        var names = options.ClassNames ?? labelNames
            ?? throw new InvalidOperationException(
                $"How many classes there are is not known: column '{label.Name}' carries no class names, so "
                + $"{nameof(AssSegmentationOptions)}.{nameof(options.ClassNames)} must be set.");
        OptionsValidator.ValidateClassNames(names);
        return [.. names];
    }
}
