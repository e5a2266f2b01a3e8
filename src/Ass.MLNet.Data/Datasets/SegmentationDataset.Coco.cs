using Ass.MLNet.Annotations;
using Ass.MLNet.Datasets;

namespace Ass.MLNet;

/// <content>COCO's files.</content>
public sealed partial class SegmentationDataset
{
    /// <summary>COCO's JSON file of instances or stuff, as many tools write it: images, categories, and annotations with polygons or run
    /// lengths.</summary>
    /// <remarks>
    /// Annotations are drawn in the order of the file, those of crowds, too; later ones cover earlier ones. Polygons are drawn as COCO's
    /// own tools draw them. The file is read once for its lists, and again for each label; it must not change while the set is in use.
    /// Images that it does not list are not in the set; <see cref="Notes"/> counts them.
    /// </remarks>
    /// <param name="file">The JSON file.</param>
    /// <param name="images">The folder that the images' paths are relative to; <see langword="null"/>: the folder of the file,
    /// <c>images</c> in it, or the same one folder up, whichever holds the first image.</param>
    /// <param name="classes">The classes in the order of the train ids, by the names of their categories; <see langword="null"/>: all
    /// categories in the order of the file.</param>
    /// <param name="ignored">Categories whose pixels are ignored.</param>
    /// <param name="background">The class of pixels without an annotation, one of <paramref name="classes"/>; where these are
    /// <see langword="null"/>, a name that the file has not becomes the first class. <see langword="null"/>: they are ignored.</param>
    /// <param name="missingLabels">How to treat images without an annotation. With a class for the background,
    /// <see cref="MissingLabels.Error"/> takes them as background everywhere.</param>
    /// <exception cref="DirectoryNotFoundException">The image folder is missing.</exception>
    /// <exception cref="FileNotFoundException">The file or an image is missing, or images have no annotation; the message counts the files
    /// and names the first ones.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, an annotation has no segmentation, or its category is neither a class
    /// nor ignored; the message names the file and the annotation.</exception>
    /// <exception cref="ArgumentException">The lists of classes contradict each other, or <paramref name="ignored"/> names a category
    /// that the file has not.</exception>
    public static SegmentationDataset Coco(
        string file,
        string? images = null,
        IReadOnlyList<string>? classes = null,
        IReadOnlyList<string>? ignored = null,
        string? background = null,
        MissingLabels missingLabels = MissingLabels.Error
    )
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(file);
        string name = $"COCO's file '{file}'";
        if (!File.Exists(file))
        {
            throw new FileNotFoundException($"{name} does not exist. {FolderSummary.Near(file)}", file);
        }

        var found = CocoFile.Read(Path.GetFullPath(file));
        AnnotationClasses.CheckIgnored(name, ignored, found.CategoryNames);
        var order = AnnotationClasses.Order(name, classes, found.CategoryNames, ignored, background);
        return new SegmentationDataset(name, CocoFiles.Find(name, found, order, images, missingLabels), LabelMap.Identity(order.Names));
    }
}
