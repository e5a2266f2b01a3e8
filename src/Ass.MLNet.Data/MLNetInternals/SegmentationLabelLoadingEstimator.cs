using Ass.MLNet.MLNetInternals;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace Ass.MLNet;

/// <summary>Reads label files as images of train ids. There is nothing to learn from the data.</summary>
/// <remarks>Made by <c>mlContext.Transforms.LoadSegmentationLabels(…)</c>.</remarks>
public sealed class SegmentationLabelLoadingEstimator : IEstimator<SegmentationLabelLoadingTransformer>
{
    private readonly IHost _host;
    private readonly LabelLoading _options;

    internal SegmentationLabelLoadingEstimator(IHostEnvironment env, LabelLoading options) =>
        (_host, _options) = (env.Register(nameof(SegmentationLabelLoadingEstimator)), options);

    /// <summary>The input's schema with the label column added.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column of paths is missing or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return SegmentationSchemaShape.AddLabel(_host, inputSchema, _options);
    }

    /// <summary>Checks that <paramref name="input"/> has the column of paths; no file is read.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column of paths is missing or of another type.</exception>
    public SegmentationLabelLoadingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        GetOutputSchema(SegmentationSchemaShape.Of(input.Schema));
        return new SegmentationLabelLoadingTransformer(_host, _options);
    }
}
