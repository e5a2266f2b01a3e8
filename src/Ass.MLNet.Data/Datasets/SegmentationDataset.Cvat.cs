using Ass.MLNet.Annotations;
using Ass.MLNet.Datasets;

namespace Ass.MLNet;

/// <content>CVAT's masks.</content>
public sealed partial class SegmentationDataset
{
    /// <summary>
    /// CVAT's export "Segmentation mask 1.1", unpacked or as a zip archive: <c>labelmap.txt</c>, <c>SegmentationClass/NAME.png</c> in its
    /// colours, and the lists <c>ImageSets/Segmentation/*.txt</c>.
    /// </summary>
    /// <remarks>
    /// Pixels of the label <c>background</c> (black), which CVAT adds to every export and which no shape covers, are ignored, unless
    /// <paramref name="classes"/> names it or <paramref name="background"/> names a class for them. <c>SegmentationObject</c> is not read.
    /// An archive stays open for as long as the set is in use.
    /// </remarks>
    /// <param name="path">The folder or the archive that holds <c>labelmap.txt</c>.</param>
    /// <param name="images">The folder of the images, for exports without images and for archives; <see langword="null"/>:
    /// <c>JPEGImages</c> in <paramref name="path"/>.</param>
    /// <param name="split">The name of a list; <see langword="null"/>: the images of all lists, or of all labels if there is no
    /// list.</param>
    /// <param name="classes">The classes in the order of the train ids, by the names of their labels; <see langword="null"/>: all labels in
    /// the order of <c>labelmap.txt</c>, without the background.</param>
    /// <param name="ignored">Labels whose pixels are ignored.</param>
    /// <param name="background">The label whose class the pixels of <c>background</c> are: usually <c>background</c> itself;
    /// <see langword="null"/>: they are ignored unless <paramref name="classes"/> names it.</param>
    /// <param name="missingLabels">How to treat listed images without a label.</param>
    /// <exception cref="DirectoryNotFoundException">The export or the image folder is missing.</exception>
    /// <exception cref="FileNotFoundException">A list or a listed image is missing, or images have no label; the message counts the files
    /// and names the first ones.</exception>
    /// <exception cref="InvalidDataException"><c>labelmap.txt</c> is damaged, or lists a label that is neither a class nor
    /// ignored.</exception>
    /// <exception cref="ArgumentException">The lists of classes contradict each other, or <paramref name="ignored"/> names a label
    /// that <c>labelmap.txt</c> has not.</exception>
    public static SegmentationDataset Cvat(
        string path,
        string? images = null,
        string? split = null,
        IReadOnlyList<string>? classes = null,
        IReadOnlyList<string>? ignored = null,
        string? background = null,
        MissingLabels missingLabels = MissingLabels.Error
    )
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        string name = $"CVAT's export '{path}'";
        var files = new CvatFiles(name, path);
        var map = CvatLabelMap.ToMap(files.ReadLabelMap(), $"{name}: '{files.LabelMapName}'", classes, ignored, background);
        return new SegmentationDataset(name, files.Find(images, split, missingLabels), map);
    }
}
