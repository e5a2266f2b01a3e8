using Ass.MLNet.Columns;
using Ass.MLNet.Images;
using Ass.MLNet.Labeling;
using Ass.MLNet.Sampling;
using Microsoft.ML;

namespace Ass.MLNet;

/// <content>Which images to label next.</content>
public sealed partial class AssSegmentationTransformer
{
    /// <summary>Chooses the images that are worth labelling next, as <see cref="LabelSuggestions.Choose"/> does, from what this network says of
    /// them.</summary>
    /// <param name="images">Unlabelled images in the model's image column, one pass through the network each.</param>
    /// <param name="count">Number of images to choose.</param>
    /// <param name="labeled">Images that have labels already, which are not suggested again if <paramref name="images"/> are others; null: none.</param>
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

    /// <summary>Reads what the network says of each image, row by row, for <see cref="LabelSuggestions.Choose"/>. Keep it where images are to be
    /// ranked again.</summary>
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
        var rows = new EvidenceRows(images, Bind(images.Schema).Image, cancellationToken);
        return rows.Read(Look, progress);

        ImageEvidence Look(BgrImage image)
        {
            using var lease = Segmenter.Use();
            return EvidenceReader.Read(lease, image);
        }
    }
}
