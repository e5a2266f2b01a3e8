using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ass.MLNet;

/// <summary>The transformer bound to an input schema for one row at a time, which is what a prediction engine needs.</summary>
internal sealed class SegmentationRowMapper : IRowToRowMapper
{
    private readonly AssSegmentationTransformer _parent;
    private readonly SegmentationBindings _bindings;

    public SegmentationRowMapper(AssSegmentationTransformer parent, DataViewSchema input) => (_parent, _bindings) = (parent, parent.Bind(input));

    public DataViewSchema InputSchema => _bindings.InputSchema;

    public DataViewSchema OutputSchema => _bindings.OutputSchema;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
        => _bindings.InputsOf(dependingColumns);

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Schema != InputSchema)
        {
            throw new ArgumentException("The row has another schema than the one that the mapper was made for.", nameof(input));
        }

        return new SegmentedRow(OutputSchema, input, new SegmentedColumns(() => _parent.Segmenter, _bindings, input, [.. activeColumns]));
    }
}
