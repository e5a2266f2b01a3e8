using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Ass.MLNet;

/// <summary>A trained segmentation network on ONNX Runtime: adds the class of every pixel of every image to a data view.</summary>
public sealed class OnnxSegmentationTransformer : ISegmentationTransformer
{
    private OnnxSegmentationTransformer() { }

    /// <inheritdoc/>
    public IReadOnlyList<string> ClassNames => throw new NotImplementedException();

    bool ITransformer.IsRowToRowMapper => true;

    /// <summary>Loads a graph (.onnx) or a model file with a single transformer of this type.</summary>
    public static OnnxSegmentationTransformer Load(
        MLContext mlContext,
        string path,
        OnnxRuntimeOptions? options = null,
        string? imageColumnName = null,
        string? predictedLabelColumnName = null,
        string? scoreColumnName = null
    ) => throw new NotImplementedException();

    /// <summary>Loads a graph (.onnx) or a model with a single transformer of this type.</summary>
    public static OnnxSegmentationTransformer Load(
        MLContext mlContext,
        Stream stream,
        OnnxRuntimeOptions? options = null,
        string? imageColumnName = null,
        string? predictedLabelColumnName = null,
        string? scoreColumnName = null
    ) => throw new NotImplementedException();

    /// <inheritdoc/>
    public SegmentationMask Segment(MLImage image) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Save(Stream stream) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Save(string path) => throw new NotImplementedException();

    /// <summary>Adds the predicted columns, which are computed lazily when a cursor reads them.</summary>
    public IDataView Transform(IDataView input) => throw new NotImplementedException();

    /// <summary>The output schema of <see cref="Transform"/> for this input.</summary>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => throw new NotImplementedException();

    /// <summary>Frees the network as soon as no thread uses it. Does not wait for that.</summary>
    public void Dispose() => throw new NotImplementedException();

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => throw new NotImplementedException();

    void ICanSaveModel.Save(ModelSaveContext ctx) => throw new NotImplementedException();
}
