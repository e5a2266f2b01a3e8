using Ass.MLNet.Annotations;
using Ass.MLNet.Datasets;

namespace Ass.MLNet;

/// <content>labelme's files.</content>
public sealed partial class SegmentationDataset
{
    /// <summary>labelme's list of labels, one a line.</summary>
    internal const string LabelMeList = "labels.txt";

    /// <summary>The label of pixels that labelme's users leave out.</summary>
    internal const string LabelMeIgnored = "__ignore__";

    /// <summary>The label of pixels that no shape covers, where <see cref="LabelMeList"/> or the list of classes has it.</summary>
    internal const string LabelMeBackground = "_background_";

    /// <summary>labelme's files: a JSON file of shapes beside each image, of the same name.</summary>
    /// <remarks>
    /// Polygons, rectangles, circles and masks are drawn in the order of the file as labelme draws them; later ones cover earlier ones.
    /// Lines and points cover no area and are errors, unless their label is ignored. An image embedded in a file is not read. A file of
    /// another name than its image is paired by its <c>imagePath</c>, for which every file is read when the set is created. The label
    /// <c>__ignore__</c> is ignored, unless <paramref name="classes"/> names it. <c>_background_</c> is the background where
    /// <paramref name="classes"/> or <c>labels.txt</c> names it, unless <paramref name="background"/> is another one.
    /// </remarks>
    /// <param name="folder">The folder of the JSON files, searched with its subfolders.</param>
    /// <param name="images">The folder of the images; <see langword="null"/>: <paramref name="folder"/>. Images in another folder may be
    /// converted ones: the <c>imagePath</c> of their files may be another image of the same name.</param>
    /// <param name="classes">
    /// The classes in the order of the train ids, by their labels; <see langword="null"/>: those of <c>labels.txt</c> in
    /// <paramref name="folder"/>, or all labels in alphabetical order, for which every file is read.
    /// </param>
    /// <param name="ignored">Labels whose pixels are ignored. With <paramref name="classes"/>, they need not exist.</param>
    /// <param name="background">The class of pixels without a shape, one of <paramref name="classes"/>; where these are
    /// <see langword="null"/>, a name that is not among the labels becomes the first class. <see langword="null"/>:
    /// <c>_background_</c> where it is listed; otherwise they are ignored.</param>
    /// <param name="missingLabels">How to treat images without a JSON file. A file without shapes is a label.</param>
    /// <exception cref="DirectoryNotFoundException">A folder is missing.</exception>
    /// <exception cref="FileNotFoundException">There is no image, or images have no label; the message counts them and names the first
    /// ones.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or there is no class.</exception>
    /// <exception cref="InvalidOperationException">Two files have the same name, or are labels of one image; or the <c>imagePath</c> of a
    /// file with an image's name is another image that exists.</exception>
    /// <exception cref="ArgumentException">The lists of classes contradict each other; or <paramref name="classes"/> is
    /// <see langword="null"/>, and <paramref name="ignored"/> names a label that neither <c>labels.txt</c> nor a file has, or, where there
    /// is no <c>labels.txt</c>, one that no file has but for upper and lower case.</exception>
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
        string[] labels = [];
        DatasetNote[] notes = [];
        if (classes is null && File.Exists(list))
        {
            labels = [.. ListFile.ReadLines(list, $"{name}: the file")];
            if (ignored?.Except([.. labels, LabelMeIgnored]).ToArray() is { Length: > 0 } unlisted)
            {
                // Labels may have been typed that the list lacks.
                AnnotationClasses.CheckIgnored(name, unlisted, labels.Concat(files.LabelNames()));
            }

            ignored = [.. ignored ?? [], LabelMeIgnored];
            classes = [.. labels.Where(label => !ignored.Contains(label))];
            background ??= classes.Contains(LabelMeBackground) ? LabelMeBackground : null;
            if (background is not null && !classes.Contains(background))
            {
                classes = [background, .. classes];
            }
            notes = [new DatasetNote($"The classes are those of '{Path.GetFullPath(list)}'.", IsWarning: false)];
        }
        else if (classes is null)
        {
            // A label that nobody has drawn yet may be ignored all the same, but not one that is written in another case.
            labels = [.. files.LabelNames()];
            AnnotationClasses.CheckIgnored(name, ignored?.Where(n => labels.Contains(n, StringComparer.OrdinalIgnoreCase)), labels);
            ignored = [.. ignored ?? [], LabelMeIgnored];
        }
        else
        {
            background ??= classes.Contains(LabelMeBackground) ? LabelMeBackground : null;
            ignored = classes.Contains(LabelMeIgnored) ? ignored : [.. ignored ?? [], LabelMeIgnored];
        }

        var order = AnnotationClasses.Order(name, classes, labels, ignored, background);
        return new SegmentationDataset(name, files.Find(order, missingLabels, notes), LabelMap.Identity(order.Names));
    }
}
