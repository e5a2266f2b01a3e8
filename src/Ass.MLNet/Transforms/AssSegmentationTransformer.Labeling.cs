using Ass.MLNet.Images;
using Ass.MLNet.Labeling;
using Ass.MLNet.Labels;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ass.MLNet;

/// <content>Which images to label next.</content>
public sealed partial class AssSegmentationTransformer
{
    /// <summary>Chooses the images that are worth labelling next, as <see cref="LabelSuggestions.Choose"/> does, from what this network
    /// says of them.</summary>
    /// <param name="images">Unlabelled images in the model's image column, one pass through the network each.</param>
    /// <param name="count">Number of images to choose.</param>
    /// <param name="labeled">Images that have labels already, which are not suggested again if <paramref name="images"/> are others; null:
    /// none.</param>
    /// <param name="options">What counts; null: the defaults.</param>
    /// <param name="progress">Reports the number of images read, after each image.</param>
    /// <param name="cancellationToken">Stops before the next image.</param>
    /// <returns><paramref name="count"/> rows of <paramref name="images"/>, the most valuable first.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer images, the image column is missing, or an option is out of its
    /// range.</exception>
    /// <exception cref="InvalidOperationException">A row cannot be read; the message names it.</exception>
    public IReadOnlyList<LabelSuggestion> SuggestLabels(
        IDataView images,
        int count,
        IDataView? labeled = null,
        LabelSuggestionOptions? options = null,
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(images);
        (options ?? new()).Check();
        ImageEvidence[] known = labeled is null ? [] : [.. ReadEvidence(labeled, progress: null, cancellationToken)];
        return LabelSuggestions.Choose([.. ReadEvidence(images, progress, cancellationToken)], count, known, options);
    }

    /// <summary>Reads what the network says of each image, row by row, for <see cref="LabelSuggestions.Choose"/>. Keep it where images are
    /// to be ranked again.</summary>
    /// <param name="images">Images in the model's image column.</param>
    /// <param name="progress">Reports the number of images read, after each image.</param>
    /// <param name="cancellationToken">Stops before the next image.</param>
    /// <exception cref="ArgumentOutOfRangeException">The image column is missing or of another type.</exception>
    /// <exception cref="InvalidOperationException">A row cannot be read; the message names it.</exception>
    public IEnumerable<ImageEvidence> ReadEvidence(
        IDataView images,
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(images);
        return new EvidenceRows(images, Bind(images.Schema).Image, cancellationToken).Read(Look, progress);
    }

    /// <summary>Reads what the network says of an image.</summary>
    /// <param name="image">An image of any size; the caller keeps ownership.</param>
    public ImageEvidence ReadEvidence(MLImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return PixelBuffers.Use(BgrImage.FromMLImage(image), Look);
    }

    /// <summary>Draws where the network is unsure of an image's classes.</summary>
    /// <param name="image">An image of any size; the caller keeps ownership.</param>
    /// <returns>A grey image of the same size: 0 where one class is certain, 255 where all are equally likely (the entropy of the softmax).
    /// The caller disposes of it.</returns>
    public MLImage MapUncertainty(MLImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        using var lease = Segmenter.Use();
        byte[] grey = PixelBuffers.Use(BgrImage.FromMLImage(image), pixels => EvidenceReader.MapEntropy(lease, pixels));
        return MaskImage.Create(image.Width, image.Height, grey);
    }

    private ImageEvidence Look(BgrImage image)
    {
        using var lease = Segmenter.Use();
        return EvidenceReader.Read(lease, image);
    }
}
