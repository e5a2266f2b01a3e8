using Ass.MLNet.MLNetInternals;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Ass.MLNet;

/// <summary>Adds the labels whose files a text column names, as images of train ids.</summary>
/// <remarks>It can be saved with <c>mlContext.Model.Save</c> and loaded with <c>mlContext.Model.Load</c>, label map included.</remarks>
public sealed class SegmentationLabelLoadingTransformer : ITransformer
{
    private readonly IHostEnvironment _env;
    private readonly LabelLoading _options;

    internal SegmentationLabelLoadingTransformer(IHostEnvironment env, LabelLoading options)
    {
        _env = env.Register(nameof(SegmentationLabelLoadingTransformer));
        _options = options;
    }

    bool ITransformer.IsRowToRowMapper => true;

    /// <summary>Adds the label column; files are read when a cursor asks for it.</summary>
    /// <param name="input">Data with the column of paths. Without it every label is absent, so that a pipeline fitted on labelled data
    /// scores data that has none.</param>
    /// <exception cref="ArgumentOutOfRangeException">The column of paths is not text.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return LabelLoadingMapper.Create(_env, this, _options, input);
    }

    /// <summary>The schema that <see cref="Transform"/> would give for this input.</summary>
    /// <param name="inputSchema">A schema with the column of paths or without it.</param>
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
