using Ass.MLNet.MLNetInternals;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Ass.MLNet;

/// <summary>Loads the label files named in a text column as images of train ids.</summary>
/// <remarks>Save it with <c>mlContext.Model.Save</c> and load it with <c>mlContext.Model.Load</c>; the label map is included.</remarks>
public sealed class SegmentationLabelLoadingTransformer : ITransformer
{
    private readonly IHostEnvironment _env;
    private readonly LabelLoading _options;

    internal SegmentationLabelLoadingTransformer(IHostEnvironment env, LabelLoading options)
    {
        _env = env.Register(nameof(SegmentationLabelLoadingTransformer));
        _options = options;
    }

    /// <summary>The label column, and the column of paths that it is read from.</summary>
    internal (string Output, string Input) Columns => (_options.Output, _options.Input);

    bool ITransformer.IsRowToRowMapper => true;

    /// <summary>Adds the label column; files are read when a cursor requests it.</summary>
    /// <param name="input">Data with the path column. Without it every label is null, so a pipeline fitted on labelled data also scores
    /// unlabelled data.</param>
    /// <exception cref="ArgumentOutOfRangeException">The path column is not text.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return LabelLoadingMapper.Create(_env, this, _options, input);
    }

    /// <summary>Returns the output schema of <see cref="Transform"/> for an input schema.</summary>
    /// <param name="inputSchema">A schema with or without the path column.</param>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return Map(inputSchema).OutputSchema;
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return Map(inputSchema);
    }

    void ICanSaveModel.Save(ModelSaveContext ctx) => LabelLoadingFormat.Save(ctx, _options);

    private RowToRowMapperTransform Map(DataViewSchema inputSchema) =>
        LabelLoadingMapper.Create(_env, this, _options, new EmptyDataView(_env, inputSchema));
}
