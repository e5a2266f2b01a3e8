using Ass.MLNet.MLNetInternals;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace Ass.MLNet;

/// <summary>Reads label files as images of train ids. It learns nothing from the data.</summary>
/// <remarks>Created by <c>mlContext.Transforms.LoadSegmentationLabels(…)</c>.</remarks>
public sealed class SegmentationLabelLoadingEstimator : IEstimator<SegmentationLabelLoadingTransformer>
{
    private readonly IHost _host;
    private readonly LabelLoading _options;

    internal SegmentationLabelLoadingEstimator(IHostEnvironment env, LabelLoading options) =>
        (_host, _options) = (env.Register(nameof(SegmentationLabelLoadingEstimator)), options);

    /// <summary>Returns the input's schema with the label column added.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The path column is missing or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return SegmentationSchemaShape.AddLabel(_host, inputSchema, _options);
    }

    /// <summary>Checks that <paramref name="input"/> has the path column; reads no files.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The path column is missing or of another type.</exception>
    public SegmentationLabelLoadingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        GetOutputSchema(SegmentationSchemaShape.Of(input.Schema));
        return new SegmentationLabelLoadingTransformer(_host, _options);
    }
}
