using Ass.MLNet.Datasets;

namespace Ass.MLNet;

/// <content>The layouts in which data sets lie on disk.</content>
public sealed partial class SegmentationDataset
{
    /// <summary>Any two folders: images, and label files of the same name (relative path without suffix and extension).</summary>
    /// <remarks>
    /// Labels without an image are left out and counted in <see cref="Notes"/>. Letters that are composed differently (as macOS does) are
    /// the same.
    /// </remarks>
    /// <param name="images">The folder of the images (<see cref="PictureFormats.ImageExtensions"/>), with its subfolders.</param>
    /// <param name="labels">
    /// The folder of the labels (<see cref="PictureFormats.LabelExtensions"/>; grey of 1–16 bits or palette: the stored value or index
    /// counts; colours with a map of colours), or <see langword="null"/>: all images are unlabelled.
    /// </param>
    /// <param name="map">Turns the stored values into train ids; <see langword="null"/>: they are train ids, 255 is ignored, and the
    /// classes have no names.</param>
    /// <param name="channel">Where in a label's pixels the values are.</param>
    /// <param name="imageSuffix">
    /// What names of images end in before the extension, for instance <c>_image</c> in <c>a_image.jpg</c>; other files are passed over.
    /// <see langword="null"/>: it is found out where names differ, if one pair of suffixes gives every image a label, and
    /// <see cref="Notes"/> tells it.
    /// </param>
    /// <param name="labelSuffix">The same for labels, for instance <c>_label</c> or <c>_L</c>.</param>
    /// <param name="missingLabels">What becomes of images without a label.</param>
    /// <exception cref="DirectoryNotFoundException">A folder is missing.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder or a subfolder may not be listed.</exception>
    /// <exception cref="FileNotFoundException">There is no image, or an image has no label: the error counts them and names the first
    /// ones.</exception>
    /// <exception cref="InvalidOperationException">Two files of a folder have one name, or several suffixes give every image a
    /// label.</exception>
    public static SegmentationDataset Folder(
        string images,
        string? labels = null,
        LabelMap? map = null,
        LabelChannel channel = LabelChannel.Grey,
        string? imageSuffix = null,
        string? labelSuffix = null,
        MissingLabels missingLabels = MissingLabels.Error
    )
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(images);
        string name = $"Folder '{images}'";
        return new SegmentationDataset(
            name,
            SegmentationFiles.Pair(name, images, labels, imageSuffix, labelSuffix, missingLabels),
            map,
            channel
        );
    }

    /// <summary>A text file that lists an image per line, and its label where it has one.</summary>
    /// <param name="listFile">
    /// Lines of <c>image</c> or <c>image label</c>, separated by a tab (then names may hold blanks) or by blanks, with paths relative to
    /// <paramref name="root"/>, also with a slash in front or with back slashes. Empty lines and those that begin with <c>#</c> do not
    /// count.
    /// </param>
    /// <param name="root">The folder that paths are relative to; <see langword="null"/>: that of the list.</param>
    /// <param name="map">As for <see cref="Folder"/>.</param>
    /// <param name="channel">Where in a label's pixels the values are.</param>
    /// <exception cref="FileNotFoundException">The list or a listed file is missing: the error counts them and names the first
    /// ones.</exception>
    /// <exception cref="InvalidDataException">A line does not name one or two files.</exception>
    /// <exception cref="InvalidOperationException">An image is listed twice.</exception>
    public static SegmentationDataset Pairs(
        string listFile,
        string? root = null,
        LabelMap? map = null,
        LabelChannel channel = LabelChannel.Grey
    )
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(listFile);
        root ??= Path.GetDirectoryName(Path.GetFullPath(listFile))!;
        string name = $"Pairs of '{listFile}'";
        var paths = new ListedPaths(root);
        SegmentationSample[] samples = [.. ListFile.ReadLines(listFile, $"{name}: the list").Select(ParseLine)];
        return new SegmentationDataset(name, new FoundSamples(ListFile.Check(name, listFile, samples), []), map, channel);

        SegmentationSample ParseLine(string line)
        {
            string[] parts = ListFile.Split(line);
            if (parts.Length is not (1 or 2))
            {
                throw new InvalidDataException(
                    $"{name}: the line '{line}' has {parts.Length} parts; expected an image and its label, or an image alone "
                        + "(with a tab between names that hold blanks)."
                );
            }

            string image = paths.Find(parts[0]);
            return new SegmentationSample(
                SegmentationFiles.StemOf(image == parts[0] ? image : ListedPaths.Below(parts[0])),
                image,
                parts.Length == 2 ? paths.Find(parts[1]) : null
            );
        }
    }

    /// <summary>
    /// Cityscapes as it is unpacked: <c>root/leftImg8bit/split/city/…_leftImg8bit.png</c> with
    /// <c>root/gtFine/split/city/…_gtFine_labelIds.png</c>; 19 classes.
    /// </summary>
    /// <remarks>
    /// Images are unlabelled where <c>root/gtFine/split</c> does not exist, and in the split <c>test</c>, whose published label files are
    /// blank. Where only <c>…_gtFine_labelTrainIds.png</c> exist, those are read. Names in lists may leave out the city and
    /// <c>_leftImg8bit.png</c>.
    /// </remarks>
    /// <param name="root">The folder that holds <c>leftImg8bit</c> and <c>gtFine</c>.</param>
    /// <param name="split"><c>train</c>, <c>val</c> or <c>test</c>, or another folder below <c>leftImg8bit</c>.</param>
    /// <param name="trainIds">Whether to read <c>…_gtFine_labelTrainIds.png</c> even where <c>…_gtFine_labelIds.png</c> exist.</param>
    /// <param name="missingLabels">What becomes of images without a label.</param>
    /// <exception cref="DirectoryNotFoundException">The image folder is missing.</exception>
    /// <exception cref="FileNotFoundException">There is no image, or an image has no label: the error counts them and names the first
    /// ones.</exception>
    public static SegmentationDataset Cityscapes(
        string root,
        string split,
        bool trainIds = false,
        MissingLabels missingLabels = MissingLabels.Error
    )
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(root);
        ArgumentException.ThrowIfNullOrWhiteSpace(split);
        const string LabelIds = "_gtFine_labelIds",
            TrainIds = "_gtFine_labelTrainIds";
        string name = $"Cityscapes '{split}' in '{root}'";
        string? labels = Path.Combine(root, "gtFine", split);
        if (split == "test" || !Directory.Exists(labels))
        {
            labels = null;
        }
        else
        {
            trainIds |= !SegmentationFiles.HasLabels(name, labels, LabelIds) && SegmentationFiles.HasLabels(name, labels, TrainIds);
        }

        var found = SegmentationFiles.Pair(
            name,
            Path.Combine(root, "leftImg8bit", split),
            labels,
            "_leftImg8bit",
            trainIds ? TrainIds : LabelIds,
            missingLabels
        );
        return new SegmentationDataset(name, found, trainIds ? LabelMap.CityscapesTrainIds : LabelMap.Cityscapes);
    }

    /// <summary>
    /// GTA5 (Playing for Data): <c>root/images</c> with <c>root/labels</c>, palette PNG whose index is Cityscapes' label id; Cityscapes' 19
    /// classes. Tested on files written to that description.
    /// </summary>
    /// <remarks>
    /// The set is published in ten parts: labels whose images are in other parts are left out. Two of its images differ in size from their
    /// labels: <see cref="LeaveOutUnlikeSizes"/> leaves them out, and <see cref="InspectionExtensions.Inspect"/> lists them.
    /// <see cref="Take(string)"/> takes the images of a split.
    /// </remarks>
    /// <param name="root">The folder that holds both.</param>
    /// <param name="missingLabels">What becomes of images without a label, such as those of parts whose labels are not there.</param>
    /// <exception cref="DirectoryNotFoundException">A folder is missing.</exception>
    /// <exception cref="FileNotFoundException">There is no image, or an image has no label: the error counts them and names the first
    /// ones.</exception>
    public static SegmentationDataset Gta5(string root, MissingLabels missingLabels = MissingLabels.Error) =>
        Named("GTA5", root, "images", "labels", LabelMap.Gta5, missing: missingLabels);

    /// <summary>
    /// SYNTHIA-RAND-CITYSCAPES: <c>root/RGB</c> with <c>root/GT/LABELS</c>, 16-bit PNG with the class in the first channel; Cityscapes' 19
    /// classes, of which 16 occur (<see cref="SynthiaClasses"/>). Tested on files written to that description.
    /// </summary>
    /// <param name="root">The folder that holds <c>RGB</c> and <c>GT</c>.</param>
    /// <param name="missingLabels">What becomes of images without a label.</param>
    /// <exception cref="DirectoryNotFoundException">A folder is missing.</exception>
    /// <exception cref="FileNotFoundException">There is no image, or an image has no label: the error counts them and names the first
    /// ones.</exception>
    public static SegmentationDataset Synthia(string root, MissingLabels missingLabels = MissingLabels.Error) =>
        Named("SYNTHIA", root, "RGB", Path.Combine("GT", "LABELS"), LabelMap.Synthia, LabelChannel.Red, missingLabels);

    /// <summary>
    /// Recordings of the CARLA simulator in the Lyft challenge's arrangement: <c>root/CameraRGB</c> with <c>root/CameraSeg</c>, PNG with
    /// the tag in the red channel; the 22 classes of <see cref="LabelMap.Carla"/> (releases 0.8 to 0.9.13).
    /// </summary>
    /// <remarks>
    /// Release 0.9.14 gave the tags other meanings: <see cref="WithLabelMap"/> with <see cref="LabelMap.Carla914ToCityscapes"/>. For
    /// recordings in other folders use <see cref="Folder"/> with <see cref="LabelChannel.Red"/>.
    /// </remarks>
    /// <param name="root">The folder that holds both.</param>
    /// <param name="missingLabels">What becomes of images without a label.</param>
    /// <exception cref="DirectoryNotFoundException">A folder is missing.</exception>
    /// <exception cref="FileNotFoundException">There is no image, or an image has no label: the error counts them and names the first
    /// ones.</exception>
    public static SegmentationDataset Carla(string root, MissingLabels missingLabels = MissingLabels.Error) =>
        Named("CARLA", root, "CameraRGB", "CameraSeg", LabelMap.Carla, LabelChannel.Red, missingLabels);

    /// <summary>CamVid in the SegNet arrangement: <c>root/split</c> with the images and <c>root/splitannot</c> with the labels; 11
    /// classes.</summary>
    /// <param name="root">The folder that holds the splits.</param>
    /// <param name="split"><c>train</c>, <c>val</c> or <c>test</c>, or other folders named in that way.</param>
    /// <param name="missingLabels">What becomes of images without a label.</param>
    /// <exception cref="DirectoryNotFoundException">A folder is missing.</exception>
    /// <exception cref="FileNotFoundException">There is no image, or an image has no label: the error counts them and names the first
    /// ones.</exception>
    public static SegmentationDataset CamVid(string root, string split, MissingLabels missingLabels = MissingLabels.Error)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(split);
        return Named($"CamVid '{split}'", root, split, split + "annot", LabelMap.CamVid, missing: missingLabels);
    }

    private static SegmentationDataset Named(
        string set,
        string root,
        string images,
        string labels,
        LabelMap map,
        LabelChannel channel = LabelChannel.Grey,
        MissingLabels missing = MissingLabels.Error
    )
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(root);
        string name = $"{set} in '{root}'";
        return new SegmentationDataset(
            name,
            SegmentationFiles.Pair(name, Path.Combine(root, images), Path.Combine(root, labels), missing: missing),
            map,
            channel
        );
    }
}
