using Ass.MLNet.Files;
using Ass.MLNet.Images;
using Ass.MLNet.MLNetInternals;
using Ass.MLNet.Networks;
using Ass.MLNet.Prediction;
using Ass.MLNet.Sampling;
using Ass.MLNet.Shift;
using Ass.MLNet.Torch;
using Ass.MLNet.Transforms;
using Ass.MLNet.Weights.Safetensors;
using Ass.MLNet.Weights.Tensors;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Ass.MLNet;

/// <summary>A trained segmentation network: adds the class of every pixel of every image to a data view.</summary>
/// <remarks>
/// Needs only the image column; labels and domains are for training. The transformer is thread-safe. It can be saved with
/// <c>mlContext.Model.Save</c> and loaded with <c>mlContext.Model.Load</c>, alone or in a chain with other transformers. It holds the
/// network's weights outside the managed heap until it is disposed. A prediction engine owns and disposes it by default; pass
/// <see cref="PredictionEngineOptions"/> with <c>OwnsTransformer = false</c> to keep using it. It may be disposed while other threads use
/// it: running operations finish, later ones throw <see cref="ObjectDisposedException"/>, and the last one to finish frees the weights. As
/// with ML.NET's image transforms, a predicted image from a cursor, an enumeration or an engine is valid only until the next row: copy or
/// save it before moving on.
/// </remarks>
public sealed partial class AssSegmentationTransformer : ISegmentationTransformer
{
    private readonly IHostEnvironment _env;
    private readonly Segmenter _segmenter;
    private readonly SegmentationColumns _columns;

    /// <param name="env">The environment.</param>
    /// <param name="segmenter">The network; the transformer takes ownership.</param>
    /// <param name="columns">The column names.</param>
    internal AssSegmentationTransformer(IHostEnvironment env, Segmenter segmenter, SegmentationColumns columns)
    {
        _env = env.Register(nameof(AssSegmentationTransformer));
        (_segmenter, _columns) = (segmenter, columns);
    }

    /// <summary>The K class names: <c>ClassNames[i]</c> is the name of train id <c>i</c>.</summary>
    public IReadOnlyList<string> ClassNames => _segmenter.ClassNames;

    bool ITransformer.IsRowToRowMapper => true;

    /// <summary>The network, until the transformer is disposed.</summary>
    /// <exception cref="ObjectDisposedException">The transformer is disposed.</exception>
    internal Segmenter Segmenter
    {
        get
        {
            ObjectDisposedException.ThrowIf(_segmenter.IsDisposed, this);
            return _segmenter;
        }
    }

    /// <summary>Loads a model with a single transformer of this type, as written by <see cref="Save(Stream)"/> or
    /// <c>mlContext.Model.Save</c>.</summary>
    /// <param name="mlContext">Says where the network runs: <see cref="MLContext.GpuDeviceId"/>, else the CPU.</param>
    /// <param name="stream">A stream positioned at the model's first byte. Other data may precede and follow the model. The stream is left
    /// open, positioned after the model. A stream that cannot seek is read to its end through a temporary file.</param>
    /// <remarks>The model need not be trusted: no code that it names is loaded or run, unlike with <c>mlContext.Model.Load</c>.</remarks>
    /// <exception cref="InvalidOperationException">The model is of another kind.</exception>
    /// <exception cref="FormatException">There is no model, or it is damaged; the message says what was found instead.</exception>
    public static AssSegmentationTransformer Load(MLContext mlContext, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        ArgumentNullException.ThrowIfNull(stream);
        return SegmentationModelFile.Load(mlContext, stream, "The stream");
    }

    /// <summary>Loads a model file with a single transformer of this type, as written by <see cref="Save(string)"/> or
    /// <c>mlContext.Model.Save</c>.</summary>
    /// <param name="mlContext">Says where the network runs: <see cref="MLContext.GpuDeviceId"/>, else the CPU.</param>
    /// <param name="path">The file, such as <c>model.zip</c> or <c>best.zip</c> in a run's folder.</param>
    /// <remarks>The file need not be trusted: no code that it names is loaded or run, unlike with <c>mlContext.Model.Load</c>.</remarks>
    /// <exception cref="IOException">The file does not exist, is a folder, or cannot be opened.</exception>
    /// <exception cref="InvalidOperationException">The model is of another kind.</exception>
    /// <exception cref="FormatException">The file is not a model, or it is damaged; the message says what it is instead.</exception>
    public static AssSegmentationTransformer Load(MLContext mlContext, string path)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return SegmentationModelFile.Load(mlContext, path);
    }

    /// <summary>Saves the model in ML.NET's format, without an input schema; <c>mlContext.Model.Load</c> reads it as well.</summary>
    /// <param name="stream">Written from its current position and left open. It need not be seekable. The output is a complete model file:
    /// <see cref="Load(MLContext, Stream)"/> can read it from among other data, while <c>mlContext.Model.Load</c> requires it on its
    /// own.</param>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ModelEntry.WriteFile(_env, this, stream);
    }

    /// <summary>Saves the model to a file in ML.NET's format, without an input schema; <c>mlContext.Model.Load</c> reads it as
    /// well.</summary>
    /// <param name="path">The file. Its folder is created if missing. An existing file is replaced only when the new one is complete and on
    /// disk: a concurrent reader gets either the old or the new file, and a <see cref="FileSystemWatcher"/> then raises
    /// <see cref="FileSystemWatcher.Changed"/>.</param>
    /// <exception cref="IOException">The file cannot be written; an existing file is unchanged.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        AtomicFile.Write(path, (Stream stream) => Save(stream), durable: true);
    }

    /// <summary>Saves the network's weights as a safetensors file, for Python and other frameworks. Training can also start from it
    /// (<see cref="AssSegmentationOptions.PretrainedWeights"/>).</summary>
    /// <param name="path">The file. An existing file is replaced only when the new one is complete. The folder is created if
    /// missing.</param>
    /// <remarks>
    /// All tensors are 32-bit floats under PyTorch's names: <c>backbone.</c> followed by torchvision's name, and
    /// <c>classifier.conv2d_list.0.weight</c> and so on, as in AdaptSegNet. The metadata records the network (<c>ass.network</c>,
    /// <c>ass.output_stride</c>), the batch norm mode (<c>ass.batch_norm</c>), the class names (<c>ass.classes</c>) and the normalisation
    /// of pixels from 0 to 255 (<c>ass.normalization</c>: channel order, means, scales); the last two are JSON. Column names and the size
    /// to which images are resized are not saved.
    /// </remarks>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="InvalidOperationException">A weight is NaN or infinite.</exception>
    public void SaveWeights(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var lease = Segmenter.Use();
        FiniteValues.RequireForSaving(lease.Network);
        AtomicFile.Write(
            path,
            (Stream stream) => SafetensorsWriter.Write(stream, lease.Network.state_dict(), WeightMetadata.Describe(lease)),
            durable: true
        );
    }

    /// <summary>Predicts the class of every pixel of a single image, without a data view.</summary>
    /// <param name="image">An image of any size; the caller keeps ownership.</param>
    public SegmentationMask Segment(MLImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var segmenter = Segmenter;
        byte[] ids = PixelBuffers.Use(BgrImage.FromMLImage(image), segmenter.PredictIds);
        return new SegmentationMask(image.Width, image.Height, ids, segmenter.ClassNames, segmenter.Palette);
    }

    /// <summary>Measures the distance between source and target in this network's features, class by class.</summary>
    /// <remarks>
    /// Class vectors are the backbone's features, averaged over the pixels of a class in an image (labels are resized to feature resolution
    /// by nearest neighbour). They are the input of the semantic discriminator. Images are read one at a time and preprocessed as for
    /// prediction; target rows without a label are skipped. Compare networks only on the same data.
    /// </remarks>
    /// <param name="data">Images with labels and domains, such as the training data.</param>
    /// <param name="labelColumnName">The label column, as in training.</param>
    /// <param name="domainColumnName">The domain column, as in training.</param>
    /// <param name="ownStatistics"> Whether batch norms normalise each domain with statistics measured on its own images in
    /// <paramref name="data"/>. By default, both use the statistics stored in the model. These usually come from one domain, which shifts
    /// the other (see <see cref="BatchNormStatistics"/>). Set this for networks trained with <see cref="BatchNormMode.Learned"/> or
    /// <see cref="BatchNormMode.FrozenAffine"/>, which normalised each domain separately. It is an error for
    /// <see cref="BatchNormMode.Frozen"/>, whose stored statistics are part of the network. Models saved by version 0.1 do not record their
    /// mode: they are measured with a logged warning.
    /// </param>
    /// <param name="allowMisreadLabels">Whether label files may have values that their label map seems to misread, as in
    /// <c>EvaluateSegmentation</c>.</param>
    /// <param name="progress">Reports the number of images read, after each image.</param>
    /// <param name="cancellationToken">Stops before the next image.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has the wrong type.</exception>
    /// <exception cref="InvalidOperationException">A domain has no labels, or its label files are misread, the data's classes differ from
    /// the model's, a row cannot be read (the message names it), memory ran out, or <paramref name="ownStatistics"/> is set for a network
    /// with frozen batch norm.</exception>
    /// <exception cref="ArgumentException">The network's features are not finite.</exception>
    public DomainShift MeasureShift(
        IDataView data,
        string labelColumnName = "Label",
        string domainColumnName = "Domain",
        bool ownStatistics = false,
        bool allowMisreadLabels = false,
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(data);
        using var lease = Segmenter.Use();
        if (ownStatistics)
        {
            CheckOwnStatistics(lease.Network.BatchNorm);
        }
        MLNetSteps.CheckNotInterpolated(new InputData("the data", data), labelColumnName, _columns.Image);
        var columns = ShiftColumns.Find(_env, data.Schema, _columns.Image, labelColumnName, domainColumnName, ClassNames);
        var reader = new ClassVectorReader(data, columns, allowMisreadLabels, progress, cancellationToken);
        return new DomainShift(ClassNames, Read(StreamKind.Source), Read(StreamKind.LabeledTarget));

        IReadOnlyList<ClassVector> Read(StreamKind domain)
        {
            if (!ownStatistics)
            {
                return reader.Read(lease, domain);
            }
            using var own = reader.WithStatisticsOf(lease, domain);
            using var ownLease = own.Use();
            return reader.Read(ownLease, domain);
        }
    }

    private void CheckOwnStatistics(BatchNormMode? batchNorm)
    {
        if (batchNorm == BatchNormMode.Frozen)
        {
            throw new InvalidOperationException(
                "The domains have no statistics of their own in this network: it was trained with "
                    + $"{nameof(BatchNormMode)}.{nameof(BatchNormMode.Frozen)}, so that its stored statistics are part of it, and "
                    + "others would make another network of it. Measure without own statistics."
            );
        }

        if (batchNorm is null)
        {
            using var channel = _env.Start(nameof(MeasureShift));
            channel.Warning(
                MessageSensitivity.None,
                "The model file does not say how batch norm was trained, as it was saved by an earlier version. If it was "
                    + $"{nameof(BatchNormMode)}.{nameof(BatchNormMode.Frozen)} (the default with pretrained weights), own statistics "
                    + "make another network of it, and the result means nothing."
            );
        }
    }

    /// <summary>Adds the predicted columns, which are computed lazily when a cursor reads them.</summary>
    /// <param name="input">Data with the image column.</param>
    /// <exception cref="ArgumentOutOfRangeException">The image column is missing or does not contain images.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        ObjectDisposedException.ThrowIf(_segmenter.IsDisposed, this);
        return new SegmentedDataView(() => Segmenter, Bind(input.Schema), input);
    }

    /// <summary>The output schema of <see cref="Transform"/> for this input.</summary>
    /// <param name="inputSchema">A schema with the image column.</param>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return Bind(inputSchema).OutputSchema;
    }

    /// <summary>Frees the network's weights as soon as no thread uses them. Does not wait for that.</summary>
    public void Dispose() => _segmenter.Dispose();

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        ObjectDisposedException.ThrowIf(_segmenter.IsDisposed, this);
        return new SegmentationRowMapper(() => Segmenter, Bind(inputSchema));
    }

    void ICanSaveModel.Save(ModelSaveContext ctx) => SegmentationModelFormat.Save(ctx, _columns, Segmenter);

    /// <summary>Binds the columns to an input schema.</summary>
    private SegmentationBindings Bind(DataViewSchema input) => new(_env, input, _columns, _segmenter.ClassNames);
}
