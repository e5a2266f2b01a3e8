using Ass.MLNet.MLNetInternals;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ass.MLNet.Prediction;

/// <summary>The transformer bound to an input schema, one row at a time, as a prediction engine requires.</summary>
internal sealed class SegmentationRowMapper : IRowToRowMapper
{
    private readonly Func<ISegmenter> _segmenter;
    private readonly SegmentationBindings _bindings;

    /// <param name="segmenter">The network; throws once the transformer is disposed.</param>
    /// <param name="bindings">The schemas.</param>
    public SegmentationRowMapper(Func<ISegmenter> segmenter, SegmentationBindings bindings) =>
        (_segmenter, _bindings) = (segmenter, bindings);

    public DataViewSchema InputSchema => _bindings.InputSchema;

    public DataViewSchema OutputSchema => _bindings.OutputSchema;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        _bindings.InputsOf(dependingColumns);

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Schema != InputSchema)
        {
            throw new ArgumentException("The row has another schema than the one that the mapper was made for.", nameof(input));
        }

        return new SegmentedRow(OutputSchema, input, new SegmentedColumns(_segmenter, _bindings, input, [.. activeColumns]));
    }
}
