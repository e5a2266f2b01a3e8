using Ass.MLNet.Annotations;
using Ass.MLNet.Files;

namespace Ass.MLNet;

/// <summary>Writes masks in the formats of labelling tools, so that people correct predictions instead of drawing labels from
/// nothing.</summary>
/// <remarks>
/// The masks must have the same classes. They are taken one after another, so a sequence that segments each image when it is asked for
/// needs the memory of a single mask. What was written is read back exactly, by <see cref="SegmentationDataset.Cvat"/>,
/// <see cref="SegmentationDataset.Coco"/> and <see cref="SegmentationDataset.LabelMe"/> with the same list of classes. Ignored pixels (255)
/// get no label, but see <see cref="SaveLabelMe"/>. Files are written beside their place first, and moved there once they are complete.
/// </remarks>
public static class LabelingExport
{
    /// <summary>Writes an archive that CVAT uploads as "Segmentation mask 1.1".</summary>
    /// <remarks>
    /// CVAT's label <c>background</c> has no shapes: pixels of a class of that name, and ignored pixels, become background. Every class of
    /// an image is one object.
    /// </remarks>
    /// <param name="path">The zip file; an existing one is replaced.</param>
    /// <param name="images">The images and their masks.</param>
    /// <param name="imageFolder">The folder below which the images lie: their names in CVAT are their paths relative to it.</param>
    /// <exception cref="ArgumentException">There is no image, an image lies elsewhere or comes twice, masks differ in their classes, or a
    /// class name has a line break or begins with <c>#</c>, which only COCO's file can hold.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void SaveCvat(string path, IEnumerable<SegmentedImage> images, string imageFolder)
    {
        var named = Named(path, images, imageFolder);
        AtomicFile.Write(path, (Stream stream) => CvatWriter.Write(stream, named));
    }

    /// <summary>Writes a JSON file of COCO: one annotation for each class of an image, as run lengths, with <c>iscrowd</c> 1, since they
    /// may hold several objects.</summary>
    /// <param name="path">The JSON file; an existing one is replaced.</param>
    /// <param name="images">The images and their masks.</param>
    /// <param name="imageFolder">The folder below which the images lie: <c>file_name</c> is relative to it.</param>
    /// <param name="compressed">Whether run lengths are compressed text, which is short, or lists of numbers, which every tool
    /// reads.</param>
    /// <inheritdoc cref="SaveCvat" path="/exception"/>
    public static void SaveCoco(string path, IEnumerable<SegmentedImage> images, string imageFolder, bool compressed = true)
    {
        var named = Named(path, images, imageFolder);
        AtomicFile.Write(path, (Stream stream) => CocoWriter.Write(stream, named, compressed));
    }

    /// <summary>Writes a JSON file of labelme for each image, with one shape of the type <c>mask</c> for each of its classes, or with
    /// polygons, and the classes in <c>labels.txt</c>, for labelme's <c>--labels</c>, unless there is one.</summary>
    /// <remarks>Where a class is named <c>_background_</c>, as labelme calls what has no shape, ignored pixels are shapes of the label
    /// <c>__ignore__</c>, which is in <c>labels.txt</c>, too.</remarks>
    /// <param name="folder">The folder of the files, which are named as the images, in the same subfolders;
    /// <paramref name="imageFolder"/> puts them beside the images, where labelme looks for them.</param>
    /// <param name="images">The images and their masks.</param>
    /// <param name="imageFolder">The folder below which the images lie.</param>
    /// <param name="overwrite">Whether existing files are replaced; otherwise they are an error: they may be someone's labels.</param>
    /// <param name="polygonTolerance">
    /// <see langword="null"/>: masks, which are exact. Otherwise a polygon for each connected region, which labelme can edit by its
    /// corners: how far, in pixels, it may pass from a corner that is left out; 1 or 2 leaves few corners, 0 keeps the region exactly.
    /// Ignored pixels inside a region become part of it, unless a class is named <c>_background_</c>.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="polygonTolerance"/> is negative or not a number.</exception>
    /// <exception cref="ArgumentException">A class is named <c>_background_</c>, and <paramref name="polygonTolerance"/> is above 0: slits
    /// between polygons would be read back as that class. Or another one is named <c>__ignore__</c>.</exception>
    /// <inheritdoc cref="SaveCvat" path="/exception"/>
    public static void SaveLabelMe(
        string folder,
        IEnumerable<SegmentedImage> images,
        string imageFolder,
        bool overwrite = false,
        double? polygonTolerance = null
    )
    {
        if (polygonTolerance is { } tolerance && !(tolerance >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(polygonTolerance), tolerance, "The tolerance of polygons is 0 pixels or more.");
        }

        foreach (var image in Named(folder, images, imageFolder))
        {
            ClassLines.Check(image.Mask.ClassNames, SegmentationDataset.LabelMeList);
            var written = image with { Mask = LabelMeWriter.WithIgnored(image.Mask, polygonTolerance) };
            string path = Path.ChangeExtension(Path.Combine(folder, image.Name), ".json");
            if (!overwrite && File.Exists(path))
            {
                throw new IOException($"'{path}' exists, and may hold someone's labels: move it away, or allow it to be overwritten.");
            }

            AtomicFile.Write(path, (Stream stream) => LabelMeWriter.Write(stream, written, path, polygonTolerance));
            string list = Path.Combine(folder, SegmentationDataset.LabelMeList);
            if (!File.Exists(list))
            {
                AtomicFile.Write(list, file => File.WriteAllLines(file, written.Mask.ClassNames));
            }
        }
    }

    private static IEnumerable<NamedMask> Named(string path, IEnumerable<SegmentedImage> images, string imageFolder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentException.ThrowIfNullOrWhiteSpace(imageFolder);
        return NamedMask.Of(images, Path.GetFullPath(imageFolder));
    }
}
