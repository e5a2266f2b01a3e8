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
        OptionsValidator.Validate(options);
        this.options = options.Clone();
    }

    private SegmentationColumns OutputColumns => new(options.ImageColumnName, options.PredictedLabelColumnName, options.ScoreColumnName);

    /// <summary>The input's schema with the predicted columns added.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The image, label or domain column is missing or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SegmentationSchemaShape.CheckLabel(host, inputSchema, options.LabelColumnName);
        SegmentationSchemaShape.CheckDomain(host, inputSchema, options.DomainColumnName);
        return SegmentationSchemaShape.AddPrediction(host, inputSchema, OutputColumns);
    }

    /// <summary>Trains on <paramref name="input"/>.</summary>
    /// <param name="input">Rows of both domains, in any order and of any number; images are decoded when their turn comes.</param>
    /// <returns>The trained model; dispose it when it is no longer needed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="InvalidOperationException">A row is broken, a stream that the recipe needs has no rows, a loss became NaN, or the GPU
    /// asked for cannot be used.</exception>
    /// <exception cref="OperationCanceledException">Cancelled by the option's token or by the context.</exception>
    public AssSegmentationTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        GetOutputSchema(SegmentationSchemaShape.Of(input.Schema));
        var classNames = ClassNames(input.Schema[options.LabelColumnName]);
        var columns = new SamplingColumns(
            input.Schema[options.ImageColumnName], input.Schema[options.LabelColumnName], input.Schema[options.DomainColumnName], classNames.Count);
        var device = TorchDevices.Resolve(host, options.GpuDeviceId, options.FallbackToCpu);
        int seed = MLNetEnvironment.Seed(host) ?? Random.Shared.Next();

        using var channel = host.Start("Train");
        using var progress = new TrainingProgressChannel(host, options.Iterations);
        var context = new TrainingContext(
            device, seed, () => MLNetEnvironment.CheckAlive(host), channel.Info, text => channel.Warning(MessageSensitivity.None, text), progress.Report);
        context.Inform($"Recipe {options.Recipe}, {options.Network} at output stride {options.OutputStride}, {classNames.Count} classes, {device}, seed {seed}.");
        var (network, normalization) = NetworkBuilder.Create(options, classNames.Count, seed, device);
        try
        {
            new AssTrainer(options, context).Train(network, normalization, input, columns);
        }
        catch
        {
            network.Dispose();
            throw;
        }

        return new AssSegmentationTransformer(host, new Segmenter(network, normalization, options.TargetSize, classNames, device), OutputColumns);
    }

    private IReadOnlyList<string> ClassNames(DataViewSchema.Column label)
    {
        var names = options.ClassNames ?? ClassNamesAnnotation.Read(label)
            ?? throw new InvalidOperationException(
                $"How many classes there are is not known: column '{label.Name}' carries no class names, so "
                + $"{nameof(AssSegmentationOptions)}.{nameof(options.ClassNames)} must be set.");
        OptionsValidator.ValidateClassNames(names);
        return [.. names];
    }
}
