using Ass.MLNet.Columns;
using Ass.MLNet.Images;
using Ass.MLNet.Labeling;
using Ass.MLNet.MLNetInternals;
using Ass.MLNet.Networks;
using Ass.MLNet.Prediction;
using Ass.MLNet.Torch;
using Ass.MLNet.Weights;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ass.MLNet;

/// <summary>A ResNet-18 with ImageNet weights that looks at images before there is any model of their own: for the first images to
/// label.</summary>
/// <remarks>It knows no classes, so that only looks count in <see cref="LabelSuggestions.Choose"/>. Images are made smaller until their
/// shorter side has 256 pixels. Thread-safe.</remarks>
public sealed class ImageNetFeatures : IDisposable
{
    private const int ShorterSide = 256;

    private readonly Segmenter _segmenter;

    private ImageNetFeatures(Segmenter segmenter) => _segmenter = segmenter;

    /// <summary>Loads the weights (<see cref="PretrainedWeights.ImageNet"/>).</summary>
    /// <param name="mlContext">Says where the network runs: <see cref="MLContext.GpuDeviceId"/>, else the CPU.</param>
    /// <exception cref="FileNotFoundException">The program does not have the weights; the message says which package has them.</exception>
    public static ImageNetFeatures Load(MLContext mlContext)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        using var weights = PretrainedWeightsFile.Open(PretrainedWeights.ImageNet);
        var device = TorchDevices.Resolve(mlContext, gpuDeviceId: null, fallbackToCpu: null);

        // The classifier is not used; a network has at least two classes.
        var network = new SegmentationModule(
            new NetworkSpec(SegmentationNetwork.DeepLabV2ResNet18, OutputStride: 16, ClassCount: 2, weights.LastStageBlocks)
        );
        weights.CopyTo(network);
        var resizing = new PredictionResizing(InputSize: null);
        return new(new Segmenter(network.MoveTo(device), weights.Normalization, resizing, ["class 0", "class 1"], device));
    }

    /// <summary>Reads the looks of each image, row by row.</summary>
    /// <param name="images">The data.</param>
    /// <param name="imageColumnName">Its image column.</param>
    /// <param name="progress">Reports the number of images read, after each image.</param>
    /// <param name="cancellationToken">Stops before the next image.</param>
    /// <exception cref="ArgumentOutOfRangeException">The image column is missing or of another type.</exception>
    /// <exception cref="InvalidOperationException">A row cannot be read; the message names it.</exception>
    public IEnumerable<ImageEvidence> ReadEvidence(
        IDataView images,
        string imageColumnName = "Image",
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(images);
        var column = images.Schema.GetColumnOrNull(imageColumnName)
            ?? throw InputData.Unnamed.ColumnNotFound("image", imageColumnName, images.Schema.Select(c => c.Name));
        ImageColumn.CheckType(column);
        return new EvidenceRows(images, column, cancellationToken).Read(Look, progress);
    }

    /// <summary>Reads the looks of an image.</summary>
    /// <param name="image">An image of any size; the caller keeps ownership.</param>
    public ImageEvidence ReadEvidence(MLImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return PixelBuffers.Use(BgrImage.FromMLImage(image), Look);
    }

    /// <summary>Frees the network as soon as no thread uses it.</summary>
    public void Dispose() => _segmenter.Dispose();

    private ImageEvidence Look(BgrImage image)
    {
        using var lease = _segmenter.Use();
        int shorter = Math.Min(image.Width, image.Height);
        if (shorter <= ShorterSide)
        {
            return EvidenceReader.Read(lease, image, withClasses: false);
        }

        var size = new ImageSize(Scaled(image.Width), Scaled(image.Height));
        var small = Resampler.Resize(image, size, new Window(0, 0, size.Width, size.Height), padding: default);
        return PixelBuffers.Use(small, pixels => EvidenceReader.Read(lease, pixels, withClasses: false));

        int Scaled(int side) => (int)Math.Round((double)side * ShorterSide / shorter);
    }
}
