using Ass.MLNet.Datasets;

namespace Ass.MLNet;

/// <content>The supported folder layouts.</content>
public sealed partial class SegmentationDataset
{
    /// <summary>Pairs images with label files of the same name (relative path without suffix and extension) in any two folders.</summary>
    /// <remarks>
    /// Labels without an image are dropped and counted in <see cref="Notes"/>. Names match regardless of Unicode normalisation (macOS
    /// writes decomposed names).
    /// </remarks>
    /// <param name="images">The image folder, searched with its subfolders for <see cref="PictureFormats.ImageExtensions"/>.</param>
    /// <param name="labels">
    /// The label folder (<see cref="PictureFormats.LabelExtensions"/>), or <see langword="null"/>: all images are unlabelled. Labels are
    /// grey with 1–16 bits, or palette images; the stored value or index counts. With a colour map, labels are read as colours.
    /// </param>
    /// <param name="map">Maps the stored values to train ids; <see langword="null"/>: they are train ids, 255 is ignored, and the classes
    /// have no names.</param>
    /// <param name="channel">The channel of the label's pixels that holds the values.</param>
    /// <param name="imageSuffix">
    /// The suffix of image names before the extension, for instance <c>_image</c> in <c>a_image.jpg</c>; files without it are skipped.
    /// <see langword="null"/>: if image and label names differ, the suffix is detected, provided that one pair of suffixes, which differ in
    /// more than digits, gives every image a label, or, where images may lack one, every label an image; <see cref="Notes"/> reports it.
    /// </param>
    /// <param name="labelSuffix">The suffix of label names, for instance <c>_label</c> or <c>_L</c>; <see langword="null"/>: detected, as
    /// for images.</param>
    /// <param name="missingLabels">How to treat images without a label.</param>
    /// <exception cref="DirectoryNotFoundException">A folder is missing.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to a folder or a subfolder is denied.</exception>
    /// <exception cref="FileNotFoundException">There is no image, images have no label, or there are labels, but none of an image; the
    /// message counts them and names the first ones.</exception>
    /// <exception cref="InvalidOperationException">Two files in a folder have the same name, or several suffixes give every image a
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

    /// <summary>Reads a text file that lists one image per line, optionally with its label.</summary>
    /// <param name="listFile">
    /// Lines of <c>image</c> or <c>image label</c>, separated by a tab (names may then contain spaces) or by spaces; a line that is the
    /// name of a file may contain spaces, too. Paths are relative to <paramref name="root"/>; a leading slash and backslashes are accepted.
    /// Empty lines and lines that start with <c>#</c> are skipped.
    /// </param>
    /// <param name="root">The base folder of the paths; <see langword="null"/>: the folder of the list.</param>
    /// <param name="map">As for <see cref="Folder"/>.</param>
    /// <param name="channel">The channel of the label's pixels that holds the values.</param>
    /// <exception cref="FileNotFoundException">The list or a listed file is missing; the message counts the files and names the first
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
        SegmentationSample[] samples =
        [
            .. ListFile.ReadNames(listFile, $"{name}: the list", listed => File.Exists(paths.Find(listed))).Select(Sample),
        ];
        return new SegmentationDataset(name, new FoundSamples(ListFile.Check(name, listFile, samples), []), map, channel);

        SegmentationSample Sample(string[] parts)
        {
            if (parts.Length is not (1 or 2))
            {
                throw new InvalidDataException(
                    $"{name}: the line '{string.Join(' ', parts)}' has {parts.Length} parts; expected an image and its label, or an image "
                        + "alone (with a tab between names that hold blanks)."
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
    /// Cityscapes as distributed: <c>root/leftImg8bit/split/city/…_leftImg8bit.png</c> with
    /// <c>root/gtFine/split/city/…_gtFine_labelIds.png</c>; 19 classes.
    /// </summary>
    /// <remarks>
    /// The images of the split <c>test</c> are unlabelled: its published label files are blank. Where <c>root/gtFine/split</c> does not
    /// exist, so are those of <c>train_extra</c>, of which no fine labels are published, and those of other splits with
    /// <see cref="MissingLabels.Unlabeled"/>. If only <c>…_gtFine_labelTrainIds.png</c> exist, those are read.
    /// Names in lists may omit the city and <c>_leftImg8bit.png</c>.
    /// </remarks>
    /// <param name="root">The folder that contains <c>leftImg8bit</c> and <c>gtFine</c>.</param>
    /// <param name="split"><c>train</c>, <c>val</c>, <c>test</c>, <c>train_extra</c>, or another folder below <c>leftImg8bit</c>.</param>
    /// <param name="trainIds">Whether to read <c>…_gtFine_labelTrainIds.png</c> even if <c>…_gtFine_labelIds.png</c> exist.</param>
    /// <param name="missingLabels">How to treat images without a label.</param>
    /// <exception cref="DirectoryNotFoundException">The image folder is missing, or the label folder, unless it may be.</exception>
    /// <exception cref="FileNotFoundException">There is no image, or images have no label; the message counts them and names the first
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
        string images = Path.Combine(root, "leftImg8bit", split);
        string? labels = Path.Combine(root, "gtFine", split);
        bool hasLabels = Directory.Exists(labels);
        if (split == "test" || (!hasLabels && (split == "train_extra" || missingLabels == MissingLabels.Unlabeled)))
        {
            labels = null;
        }
        else if (hasLabels)
        {
            trainIds |= !SegmentationFiles.HasLabels(name, labels, LabelIds) && SegmentationFiles.HasLabels(name, labels, TrainIds);
        }
        else if (Directory.Exists(images))
        {
            throw new DirectoryNotFoundException(
                $"{name}: the label folder '{Path.GetFullPath(labels)}' does not exist. {FolderSummary.Near(labels)} To use the images "
                    + $"without labels, say so: {nameof(missingLabels)} {MissingLabels.Unlabeled} (missing-labels=unlabeled on the command "
                    + "line)."
            );
        }

        var found = SegmentationFiles.Pair(name, images, labels, "_leftImg8bit", trainIds ? TrainIds : LabelIds, missingLabels);
        return new SegmentationDataset(name, found, trainIds ? LabelMap.CityscapesTrainIds : LabelMap.Cityscapes);
    }

    /// <summary>
    /// GTA5 (Playing for Data): <c>root/images</c> with <c>root/labels</c>, palette PNGs whose index is the Cityscapes label id; the 19
    /// Cityscapes classes. Tested on files written to that description.
    /// </summary>
    /// <remarks>
    /// The set is published in ten parts: labels whose images are in other parts are dropped. Two of its images differ in size from their
    /// labels: <see cref="LeaveOutUnlikeSizes"/> drops them, and <see cref="InspectionExtensions.Inspect"/> lists them. Use
    /// <see cref="Take(string)"/> to select the images of a split.
    /// </remarks>
    /// <param name="root">The folder that contains both.</param>
    /// <param name="missingLabels">How to treat images without a label, for instance if a part's labels were not downloaded.</param>
    /// <exception cref="DirectoryNotFoundException">A folder is missing.</exception>
    /// <exception cref="FileNotFoundException">There is no image, or images have no label; the message counts them and names the first
    /// ones.</exception>
    public static SegmentationDataset Gta5(string root, MissingLabels missingLabels = MissingLabels.Error) =>
        Named("GTA5", root, "images", "labels", LabelMap.Gta5, missing: missingLabels);

    /// <summary>
    /// SYNTHIA-RAND-CITYSCAPES: <c>root/RGB</c> with <c>root/GT/LABELS</c>, 16-bit PNGs with the class in the first channel; the 19
    /// Cityscapes classes, of which 16 occur (<see cref="SynthiaClasses"/>). Tested on files written to that description.
    /// </summary>
    /// <param name="root">The folder that contains <c>RGB</c> and <c>GT</c>.</param>
    /// <param name="missingLabels">How to treat images without a label.</param>
    /// <exception cref="DirectoryNotFoundException">A folder is missing.</exception>
    /// <exception cref="FileNotFoundException">There is no image, or images have no label; the message counts them and names the first
    /// ones.</exception>
    public static SegmentationDataset Synthia(string root, MissingLabels missingLabels = MissingLabels.Error) =>
        Named("SYNTHIA", root, "RGB", Path.Combine("GT", "LABELS"), LabelMap.Synthia, LabelChannel.Red, missingLabels);

    /// <summary>
    /// Recordings of the CARLA simulator in the layout of the Lyft challenge: <c>root/CameraRGB</c> with <c>root/CameraSeg</c>, PNGs with
    /// the tag in the red channel; the 22 classes of <see cref="LabelMap.Carla"/> (releases 0.8 to 0.9.13).
    /// </summary>
    /// <remarks>
    /// Release 0.9.14 changed the meaning of the tags: use <see cref="WithLabelMap"/> with <see cref="LabelMap.Carla914ToCityscapes"/>. For
    /// recordings in other folders use <see cref="Folder"/> with <see cref="LabelChannel.Red"/>.
    /// </remarks>
    /// <param name="root">The folder that contains both.</param>
    /// <param name="missingLabels">How to treat images without a label.</param>
    /// <exception cref="DirectoryNotFoundException">A folder is missing.</exception>
    /// <exception cref="FileNotFoundException">There is no image, or images have no label; the message counts them and names the first
    /// ones.</exception>
    public static SegmentationDataset Carla(string root, MissingLabels missingLabels = MissingLabels.Error) =>
        Named("CARLA", root, "CameraRGB", "CameraSeg", LabelMap.Carla, LabelChannel.Red, missingLabels);

    /// <summary>CamVid in the SegNet layout: images in <c>root/split</c>, labels in <c>root/splitannot</c>; 11 classes.</summary>
    /// <param name="root">The folder that contains the splits.</param>
    /// <param name="split"><c>train</c>, <c>val</c>, <c>test</c>, or another folder with a matching <c>…annot</c> folder.</param>
    /// <param name="missingLabels">How to treat images without a label.</param>
    /// <exception cref="DirectoryNotFoundException">A folder is missing.</exception>
    /// <exception cref="FileNotFoundException">There is no image, or images have no label; the message counts them and names the first
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
