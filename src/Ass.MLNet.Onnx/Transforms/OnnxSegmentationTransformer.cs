using Ass.MLNet.Columns;
using Ass.MLNet.Files;
using Ass.MLNet.Images;
using Ass.MLNet.MLNetInternals;
using Ass.MLNet.Prediction;
using Ass.MLNet.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Ass.MLNet;

/// <summary>A trained segmentation network on ONNX Runtime: adds the class of every pixel of every image to a data view.</summary>
/// <remarks>
/// Needs only the image column. The transformer is thread-safe. It can be saved with <c>mlContext.Model.Save</c> and loaded with
/// <c>mlContext.Model.Load</c>, alone or in a chain with other transformers, in programs without libtorch. It holds the network's weights
/// outside the managed heap until it is disposed, and its graph in a temporary file, so that it can be saved again. A prediction engine
/// owns and disposes it by default; pass <see cref="PredictionEngineOptions"/> with <c>OwnsTransformer = false</c> to keep using it. It may
/// be disposed while other threads use it: running operations finish, later ones throw <see cref="ObjectDisposedException"/>, and the last
/// one to finish frees the weights. As with ML.NET's image transforms, a predicted image from a cursor, an enumeration or an engine is
/// valid only until the next row: copy or save it before moving on.
/// </remarks>
public sealed partial class OnnxSegmentationTransformer : ISegmentationTransformer
{
    private readonly IHostEnvironment _env;
    private readonly OnnxSegmenter _segmenter;
    private readonly SegmentationColumns _columns;

    private OnnxSegmentationTransformer(IHostEnvironment env, OnnxSegmenter segmenter, SegmentationColumns columns)
    {
        _env = env.Register(nameof(OnnxSegmentationTransformer));
        (_segmenter, _columns) = (segmenter, columns);
    }

    /// <summary>The K class names: <c>ClassNames[i]</c> is the name of train id <c>i</c>.</summary>
    public IReadOnlyList<string> ClassNames => _segmenter.Description.ClassNames;

    bool ITransformer.IsRowToRowMapper => true;

    private OnnxSegmenter Segmenter
    {
        get
        {
            ThrowIfDisposed();
            return _segmenter;
        }
    }

    /// <summary>Loads an ONNX graph that Ass.MLNet exported (<c>SaveOnnx</c>, <c>assml export</c>), or a model file with a single
    /// transformer of this type, as written by <see cref="Save(string)"/> or <c>mlContext.Model.Save</c>.</summary>
    /// <param name="mlContext">Says where the network runs, unless the options do.</param>
    /// <param name="path">The file, such as <c>model.onnx</c> or <c>model.zip</c>. It is not locked afterwards.</param>
    /// <param name="options">Where and how the network runs; null: the defaults.</param>
    /// <param name="imageColumnName">The image column. Null: that of the model file; for a graph <c>Image</c>.</param>
    /// <param name="predictedLabelColumnName">The column that the model adds. Null: that of the model file; for a graph
    /// <c>PredictedLabel</c>.</param>
    /// <param name="scoreColumnName">The column of softmax scores, K × height × width. Null: that of the model file; for a graph
    /// none.</param>
    /// <exception cref="IOException">The file does not exist, is a folder, or cannot be opened.</exception>
    /// <exception cref="FormatException">The file is not a model for ONNX Runtime, or it is damaged; the message says what it is
    /// instead.</exception>
    /// <exception cref="InvalidOperationException">ONNX Runtime is missing, or the GPU cannot be used; the message says what to do.
    /// Or scores are wanted of a graph that returns none.</exception>
    public static OnnxSegmentationTransformer Load(
        MLContext mlContext,
        string path,
        OnnxRuntimeOptions? options = null,
        string? imageColumnName = null,
        string? predictedLabelColumnName = null,
        string? scoreColumnName = null
    )
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var given = new GivenColumns(imageColumnName, predictedLabelColumnName, scoreColumnName);
        return OnnxModelFile.Load(mlContext, path, options ?? new OnnxRuntimeOptions(), given);
    }

    /// <summary>Loads an ONNX graph or a model from a stream, as <see cref="Load(MLContext, string, OnnxRuntimeOptions?, string?, string?,
    /// string?)"/> does from a file.</summary>
    /// <param name="mlContext">Says where the network runs, unless the options do.</param>
    /// <param name="stream">A stream positioned at the first byte; left open. A graph reaches to its end; other data may follow a model
    /// file, and the stream is then positioned after the model. A stream that cannot seek is read to its end through a temporary
    /// file.</param>
    /// <param name="options">Where and how the network runs; null: the defaults.</param>
    /// <param name="imageColumnName">The image column. Null: that of the model file; for a graph <c>Image</c>.</param>
    /// <param name="predictedLabelColumnName">The column that the model adds. Null: that of the model file; for a graph
    /// <c>PredictedLabel</c>.</param>
    /// <param name="scoreColumnName">The column of softmax scores, K × height × width. Null: that of the model file; for a graph
    /// none.</param>
    /// <exception cref="FormatException">There is no model for ONNX Runtime, or it is damaged; the message says what was found
    /// instead.</exception>
    /// <exception cref="InvalidOperationException">ONNX Runtime is missing, or the GPU cannot be used; the message says what to do.
    /// Or scores are wanted of a graph that returns none.</exception>
    public static OnnxSegmentationTransformer Load(
        MLContext mlContext,
        Stream stream,
        OnnxRuntimeOptions? options = null,
        string? imageColumnName = null,
        string? predictedLabelColumnName = null,
        string? scoreColumnName = null
    )
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        ArgumentNullException.ThrowIfNull(stream);
        var given = new GivenColumns(imageColumnName, predictedLabelColumnName, scoreColumnName);
        return OnnxModelFile.Load(mlContext, stream, "The stream", options ?? new OnnxRuntimeOptions(), given);
    }

    /// <summary>Predicts the class of every pixel of a single image, without a data view.</summary>
    /// <param name="image">An image of any size; the caller keeps ownership.</param>
    /// <exception cref="InvalidOperationException">Memory ran out, or the network's scores are not finite.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public SegmentationMask Segment(MLImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var segmenter = Segmenter;
        byte[] ids = PixelBuffers.Use(BgrImage.FromMLImage(image), segmenter.PredictIds);
        return new SegmentationMask(image.Width, image.Height, ids, ClassNames, segmenter.Palette);
    }

    /// <summary>Adds the predicted columns, which are computed lazily when a cursor reads them.</summary>
    /// <param name="input">Data with the image column.</param>
    /// <exception cref="ArgumentOutOfRangeException">The image column is missing or does not contain images.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        ThrowIfDisposed();
        return new SegmentedDataView(() => Segmenter, Bind(input.Schema), input);
    }

    /// <summary>The output schema of <see cref="Transform"/> for this input.</summary>
    /// <param name="inputSchema">A schema with the image column.</param>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return Bind(inputSchema).OutputSchema;
    }

    /// <inheritdoc/>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ModelEntry.WriteFile(_env, this, stream);
    }

    /// <inheritdoc/>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        AtomicFile.Write(path, (Stream stream) => Save(stream), durable: true);
    }

    /// <summary>Frees the network's weights as soon as no thread uses them. Does not wait for that.</summary>
    public void Dispose() => _segmenter.Dispose();

    /// <param name="env">The environment.</param>
    /// <param name="segmenter">The network; the transformer takes ownership, also where it cannot be made.</param>
    /// <param name="columns">The column names.</param>
    /// <exception cref="ArgumentException">Two columns have the same name.</exception>
    /// <exception cref="InvalidOperationException">There is a score column, but no scores.</exception>
    internal static OnnxSegmentationTransformer Create(IHostEnvironment env, OnnxSegmenter segmenter, SegmentationColumns columns)
    {
        try
        {
            ColumnNames.CheckArguments(
                ("imageColumnName", columns.Image),
                ("predictedLabelColumnName", columns.PredictedLabel),
                ("scoreColumnName", columns.Score)
            );
        }
        catch
        {
            segmenter.Dispose();
            throw;
        }
        if (columns.Score is not null && segmenter.Description.Output == OnnxOutput.Ids)
        {
            segmenter.Dispose();
            throw new InvalidOperationException(
                $"The column '{columns.Score}' cannot be filled: the graph returns class ids alone. Leave the score column out, or export "
                    + $"the graph with {nameof(OnnxOutput)}.{nameof(OnnxOutput.NetworkLogits)}."
            );
        }

        return new OnnxSegmentationTransformer(env, segmenter, columns);
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        ThrowIfDisposed();
        return new SegmentationRowMapper(() => Segmenter, Bind(inputSchema));
    }

    void ICanSaveModel.Save(ModelSaveContext ctx) => OnnxModelFormat.Save(ctx, _columns, Segmenter);

    /// <summary>Binds the columns to an input schema.</summary>
    private SegmentationBindings Bind(DataViewSchema input) => new(_env, input, _columns, ClassNames);

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_segmenter.IsDisposed, this);
}
