using Ass.MLNet.Annotations;
using Ass.MLNet.Datasets;

namespace Ass.MLNet;

/// <content>labelme's files.</content>
public sealed partial class SegmentationDataset
{
    /// <summary>labelme's list of labels, one a line.</summary>
    internal const string LabelMeList = "labels.txt";

    private const string LabelMeIgnored = "__ignore__",
        LabelMeBackground = "_background_";

    /// <summary>labelme's files: a JSON file of shapes beside each image, of the same name.</summary>
    /// <remarks>
    /// Polygons, rectangles, circles and masks are drawn in the order of the file as labelme draws them; later ones cover earlier ones.
    /// Lines and points cover no area and are errors, unless their label is ignored. An image embedded in a file is not read. A file of
    /// another name than its image is paired by its <c>imagePath</c>.
    /// </remarks>
    /// <param name="folder">The folder of the JSON files, searched with its subfolders.</param>
    /// <param name="images">The folder of the images; <see langword="null"/>: <paramref name="folder"/>.</param>
    /// <param name="classes">
    /// The classes in the order of the train ids, by their labels; <see langword="null"/>: those of <c>labels.txt</c> in
    /// <paramref name="folder"/>, where <c>__ignore__</c> is ignored and <c>_background_</c> the background, or all labels in alphabetical
    /// order, for which every file is read.
    /// </param>
    /// <param name="ignored">Labels whose pixels are ignored.</param>
    /// <param name="background">The class of pixels without a shape, one of <paramref name="classes"/>; where these are
    /// <see langword="null"/>, a name that is not among the labels becomes the first class. <see langword="null"/>: they are
    /// ignored.</param>
    /// <param name="missingLabels">How to treat images without a JSON file. A file without shapes is a label.</param>
    /// <exception cref="DirectoryNotFoundException">A folder is missing.</exception>
    /// <exception cref="FileNotFoundException">There is no image, or images have no label; the message counts them and names the first
    /// ones.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or there is no class.</exception>
    /// <exception cref="InvalidOperationException">Two files have the same name.</exception>
    /// <exception cref="ArgumentException">The lists of classes contradict each other.</exception>
    public static SegmentationDataset LabelMe(
        string folder,
        string? images = null,
        IReadOnlyList<string>? classes = null,
        IReadOnlyList<string>? ignored = null,
        string? background = null,
        MissingLabels missingLabels = MissingLabels.Error
    )
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        string name = $"labelme's files in '{folder}'";
        var files = new LabelMeFiles(name, folder, images);
        string list = Path.Combine(folder, LabelMeList);
        DatasetNote[] notes = [];
        if (classes is null && File.Exists(list))
        {
            string[] listed = [.. ListFile.ReadLines(list, $"{name}: the file")];
            ignored = [.. ignored ?? [], LabelMeIgnored];
            classes = [.. listed.Where(label => !ignored.Contains(label))];
            background ??= classes.Contains(LabelMeBackground) ? LabelMeBackground : null;
            if (background is not null && !classes.Contains(background))
            {
                classes = [background, .. classes];
            }
            notes = [new DatasetNote($"The classes are those of '{Path.GetFullPath(list)}'.", IsWarning: false)];
        }

        var order = AnnotationClasses.Order(name, classes, classes is null ? files.LabelNames() : [], ignored, background);
        return new SegmentationDataset(name, files.Find(order, missingLabels, notes), LabelMap.Identity(order.Names));
    }
}
