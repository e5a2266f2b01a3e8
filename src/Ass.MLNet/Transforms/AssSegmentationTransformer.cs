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
/// Needs the image column alone; label and domain are training's. It can be used from several threads at once, saved with
/// <c>mlContext.Model.Save</c> and loaded with <c>mlContext.Model.Load</c>, alone or in a chain with other transformers. It holds the
/// network's weights outside the managed heap until it is disposed, also by a prediction engine that owns it (the default; pass
/// <see cref="PredictionEngineOptions"/> with <c>OwnsTransformer = false</c> to go on using it). It may be disposed while other threads use
/// it: what they have begun is finished, what they begin later throws <see cref="ObjectDisposedException"/>, and the weights go with the
/// last of them. As with ML.NET's image transforms, a predicted image that a cursor, an enumeration or an engine gave lives until the next
/// row: copy or save it before moving on.
/// </remarks>
public sealed class AssSegmentationTransformer : ITransformer, IDisposable
{
    private readonly IHostEnvironment _env;
    private readonly Segmenter _segmenter;
    private readonly SegmentationColumns _columns;

    /// <param name="env">The environment.</param>
    /// <param name="segmenter">The network, owned from now on.</param>
    /// <param name="columns">The names of the columns.</param>
    internal AssSegmentationTransformer(IHostEnvironment env, Segmenter segmenter, SegmentationColumns columns)
    {
        _env = env.Register(nameof(AssSegmentationTransformer));
        (_segmenter, _columns) = (segmenter, columns);
    }

    /// <summary>The K class names; train id <c>i</c> is called <c>ClassNames[i]</c>.</summary>
    public IReadOnlyList<string> ClassNames => _segmenter.ClassNames;

    bool ITransformer.IsRowToRowMapper => true;

    /// <summary>The network, as long as it is there.</summary>
    /// <exception cref="ObjectDisposedException">The transformer is disposed.</exception>
    internal Segmenter Segmenter
    {
        get
        {
            ObjectDisposedException.ThrowIf(_segmenter.IsDisposed, this);
            return _segmenter;
        }
    }

    /// <summary>Loads a model that holds one transformer of this kind, as <see cref="Save(Stream)"/> and <c>mlContext.Model.Save</c> write
    /// it.</summary>
    /// <param name="mlContext">Says where the network runs: <see cref="MLContext.GpuDeviceId"/>, else the CPU.</param>
    /// <param name="stream">A stream whose current position is the model's first byte; others may lie in front of the model and behind it.
    /// It is left open, at the model's end. One that cannot seek is read to its end, by way of a temporary file.</param>
    /// <exception cref="InvalidOperationException">The model is of another kind.</exception>
    /// <exception cref="FormatException">There is no model, or it is damaged; the message says what is there instead.</exception>
    public static AssSegmentationTransformer Load(MLContext mlContext, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        ArgumentNullException.ThrowIfNull(stream);
        return SegmentationModelFile.Load(mlContext, stream, "The stream");
    }

    /// <summary>Loads a model file that holds one transformer of this kind, as <see cref="Save(string)"/> and <c>mlContext.Model.Save</c>
    /// write it.</summary>
    /// <param name="mlContext">Says where the network runs: <see cref="MLContext.GpuDeviceId"/>, else the CPU.</param>
    /// <param name="path">The file; of a training's folder, its <c>model.zip</c> or <c>best.zip</c>.</param>
    /// <exception cref="IOException">There is no such file, it is a folder, or it cannot be opened.</exception>
    /// <exception cref="InvalidOperationException">The model is of another kind.</exception>
    /// <exception cref="FormatException">The file is no model, or it is damaged; the message says what it is instead.</exception>
    public static AssSegmentationTransformer Load(MLContext mlContext, string path)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return SegmentationModelFile.Load(mlContext, path);
    }

    /// <summary>Saves the model in ML.NET's format, without an input schema; <c>mlContext.Model.Load</c> reads it as well.</summary>
    /// <param name="stream">Written from its current position, and left open. It need not be able to seek. What is written is a whole model
    /// file: <see cref="Load(MLContext, Stream)"/> finds it between other bytes, and <c>mlContext.Model.Load</c> wants it by
    /// itself.</param>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ModelEntry.WriteFile(_env, this, stream);
    }

    /// <summary>Saves the model to a file, in ML.NET's format without an input schema; <c>mlContext.Model.Load</c> reads it as
    /// well.</summary>
    /// <param name="path">The file; its folder is made where it is missing. One that is there is replaced when the new one is whole and on
    /// the disk: whoever opens it meanwhile gets the one or the other, and a <see cref="FileSystemWatcher"/> is told by
    /// <see cref="FileSystemWatcher.Changed"/> once it is.</param>
    /// <exception cref="IOException">The file cannot be written; an earlier one is still there.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        AtomicFile.Write(path, (Stream stream) => Save(stream), durable: true);
    }

    /// <summary>Saves the network's weights as a safetensors file, for Python and other frameworks; training can start from it, too
    /// (<see cref="AssSegmentationOptions.PretrainedWeights"/>).</summary>
    /// <param name="path">The file; one that is there is replaced when the new one is whole. Its folder is made where it is
    /// missing.</param>
    /// <remarks>
    /// All tensors are 32-bit floats under PyTorch's names: <c>backbone.</c> followed by torchvision's name for it, and
    /// <c>classifier.conv2d_list.0.weight</c> and so on as AdaptSegNet has them. The metadata tells the network (<c>ass.network</c>,
    /// <c>ass.output_stride</c>), how batch norm was trained (<c>ass.batch_norm</c>), the class names (<c>ass.classes</c>) and what to make
    /// of pixels from 0 to 255 (<c>ass.normalization</c>: channel order, means, scales), the last two as JSON. What is left out, as it is
    /// no weight: the columns' names and the size that images are resized to.
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

    /// <summary>Finds the class of every pixel of one image, without a data view.</summary>
    /// <param name="image">An image of any size; it stays the caller's.</param>
    public SegmentationMask Segment(MLImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var segmenter = Segmenter;
        var pixels = BgrImage.FromMLImage(image);
        try
        {
            byte[] ids = segmenter.PredictIds(pixels);
            return new SegmentationMask(pixels.Width, pixels.Height, ids, segmenter.ClassNames, segmenter.Palette);
        }
        finally
        {
            PixelBuffers.Give(pixels.Pixels);
        }
    }

    /// <summary>Measures how far source and target are apart in this network's features, class by class.</summary>
    /// <remarks>
    /// Class vectors are the backbone's features, averaged over the pixels of a class in an image (labels are resized to the features by
    /// the nearest pixel): what the semantic discriminator sees. Images are read one at a time and prepared as for prediction; target rows
    /// without a label are left out. Networks compare on the same data.
    /// </remarks>
    /// <param name="data">Images with labels and domains, such as the data of training.</param>
    /// <param name="labelColumnName">The labels' column, as in training.</param>
    /// <param name="domainColumnName">The domains' column, as in training.</param>
    /// <param name="ownStatistics">
    /// Whether batch norms normalise each domain with statistics measured on its own images in <paramref name="data"/>. The default takes
    /// those stored in the model for both: one domain's as a rule, which displaces the other (see <see cref="BatchNormStatistics"/>). For
    /// networks trained with <see cref="BatchNormMode.Learned"/> or <see cref="BatchNormMode.FrozenAffine"/>, which normalised each domain
    /// by itself; an error for <see cref="BatchNormMode.Frozen"/>, whose stored statistics are part of the network. Models saved by version
    /// 0.1 do not say how they were trained: they are measured, and a warning is logged.
    /// </param>
    /// <param name="progress">Told after each image how many have been read.</param>
    /// <param name="cancellationToken">Stops before the next image.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="InvalidOperationException">A domain has no labels, the classes of the data are not the model's, a row is broken
    /// (the message names it), or a network with frozen batch norm has no <paramref name="ownStatistics"/>.</exception>
    /// <exception cref="ArgumentException">The network's features are not finite numbers.</exception>
    public DomainShift MeasureShift(
        IDataView data,
        string labelColumnName = "Label",
        string domainColumnName = "Domain",
        bool ownStatistics = false,
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
        MLNetSteps.CheckNotInterpolated(new InputData("the data", data), labelColumnName);
        var columns = ShiftColumns.Find(_env, data.Schema, _columns.Image, labelColumnName, domainColumnName, ClassNames);
        var reader = new ClassVectorReader(data, columns, progress, cancellationToken);
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

    /// <summary>Adds the predicted columns; they are computed when a cursor asks for them.</summary>
    /// <param name="input">Data with the image column.</param>
    /// <exception cref="ArgumentOutOfRangeException">The image column is missing, or does not hold images.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        ObjectDisposedException.ThrowIf(_segmenter.IsDisposed, this);
        return new SegmentedDataView(() => Segmenter, Bind(input.Schema), input);
    }

    /// <summary>The schema that <see cref="Transform"/> would give for this input.</summary>
    /// <param name="inputSchema">A schema with the image column.</param>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return Bind(inputSchema).OutputSchema;
    }

    /// <summary>Frees the network's weights, as soon as no thread uses them any more; it does not wait for that.</summary>
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
