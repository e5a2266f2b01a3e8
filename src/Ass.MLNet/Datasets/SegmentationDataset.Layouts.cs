namespace Ass.MLNet;

/// <content>The layouts in which data sets lie on disk.</content>
public sealed partial class SegmentationDataset
{
    /// <summary>Any two folders: images, and label files of the same name (relative path without extension).</summary>
    /// <param name="images">The folder of the images (jpg, jpeg, png, bmp), with its subfolders.</param>
    /// <param name="labels">
    /// The folder of the labels (png: grey or palette, 1–16 bits, the stored value or index counts; or grey bmp), or <see langword="null"/>: all images are unlabelled.
    /// </param>
    /// <param name="map">Turns the stored values into train ids; <see langword="null"/>: they are train ids, 255 is ignored, and the classes have no names.</param>
    /// <param name="channel">Where in a label's pixels the values are.</param>
    /// <exception cref="DirectoryNotFoundException">A folder is missing.</exception>
    /// <exception cref="FileNotFoundException">There is no image, or an image or label has no partner: the error counts them and names the first ones.</exception>
    public static SegmentationDataset Folder(string images, string? labels = null, LabelMap? map = null, LabelChannel channel = LabelChannel.Grey)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(images);
        string name = $"Folder '{images}'";
        return new SegmentationDataset(name, SegmentationFiles.Pair(name, images, labels), map, channel);
    }

    /// <summary>A text file that lists an image per line, and its label where it has one.</summary>
    /// <param name="listFile">
    /// Lines of <c>image</c> or <c>image label</c>, separated by a tab (then names may hold blanks) or by blanks, with paths relative to <paramref name="root"/>.
    /// </param>
    /// <param name="root">The folder that paths are relative to; <see langword="null"/>: that of the list.</param>
    /// <param name="map">As for <see cref="Folder"/>.</param>
    /// <param name="channel">Where in a label's pixels the values are.</param>
    /// <exception cref="FileNotFoundException">The list or a listed file is missing: the error counts them and names the first ones.</exception>
    /// <exception cref="InvalidDataException">A line does not name one or two files.</exception>
    /// <exception cref="InvalidOperationException">An image is listed twice.</exception>
    public static SegmentationDataset Pairs(string listFile, string? root = null, LabelMap? map = null, LabelChannel channel = LabelChannel.Grey)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(listFile);
        root ??= Path.GetDirectoryName(Path.GetFullPath(listFile))!;
        string name = $"Pairs of '{listFile}'";
        SegmentationSample[] samples = [.. SegmentationFiles.ReadLines(listFile, $"{name}: the list").Select(ParseLine)];
        return new SegmentationDataset(name, SegmentationFiles.Listed(name, listFile, samples), map, channel);

        SegmentationSample ParseLine(string line)
        {
            const StringSplitOptions Options = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
            string[] parts = line.Contains('\t') ? line.Split('\t', Options) : line.Split(' ', Options);
            return parts.Length is 1 or 2
                ? new SegmentationSample(SegmentationFiles.StemOf(parts[0]), Path.Combine(root, parts[0]), parts.Length == 2 ? Path.Combine(root, parts[1]) : null)
                : throw new InvalidDataException(
                    $"{name}: the line '{line}' has {parts.Length} parts; expected an image and its label, or an image alone (with a tab between names that hold blanks).");
        }
    }

    /// <summary>
    /// Cityscapes as it is unpacked: <c>root/leftImg8bit/split/city/…_leftImg8bit.png</c> with <c>root/gtFine/split/city/…_gtFine_labelIds.png</c>; 19 classes.
    /// </summary>
    /// <remarks>
    /// Images are unlabelled where <c>root/gtFine/split</c> does not exist, and in the split <c>test</c>, whose published label files are blank. Where only
    /// <c>…_gtFine_labelTrainIds.png</c> exist, those are read. Names in lists may leave out the city and <c>_leftImg8bit.png</c>.
    /// </remarks>
    /// <param name="root">The folder that holds <c>leftImg8bit</c> and <c>gtFine</c>.</param>
    /// <param name="split"><c>train</c>, <c>val</c> or <c>test</c>, or another folder below <c>leftImg8bit</c>.</param>
    /// <param name="trainIds">Whether to read <c>…_gtFine_labelTrainIds.png</c> even where <c>…_gtFine_labelIds.png</c> exist.</param>
    /// <exception cref="DirectoryNotFoundException">The image folder is missing.</exception>
    /// <exception cref="FileNotFoundException">There is no image, or an image or label has no partner: the error counts them and names the first ones.</exception>
    public static SegmentationDataset Cityscapes(string root, string split, bool trainIds = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(root);
        ArgumentException.ThrowIfNullOrWhiteSpace(split);
        const string LabelIds = "_gtFine_labelIds", TrainIds = "_gtFine_labelTrainIds";
        string name = $"Cityscapes '{split}' in '{root}'";
        string? labels = Path.Combine(root, "gtFine", split);
        if (split == "test" || !Directory.Exists(labels))
        {
            labels = null;
        }
        else
        {
            trainIds |= !SegmentationFiles.HasLabels(labels, LabelIds) && SegmentationFiles.HasLabels(labels, TrainIds);
        }

        var samples = SegmentationFiles.Pair(name, Path.Combine(root, "leftImg8bit", split), labels, "_leftImg8bit", trainIds ? TrainIds : LabelIds);
        return new SegmentationDataset(name, samples, trainIds ? LabelMap.CityscapesTrainIds : LabelMap.Cityscapes);
    }

    /// <summary>
    /// GTA5 (Playing for Data): <c>root/images</c> with <c>root/labels</c>, palette PNG whose index is Cityscapes' label id; Cityscapes' 19 classes. Tested on
    /// files written to that description.
    /// </summary>
    /// <remarks>
    /// A few images of the published set differ in size from their labels: training stops there with an error that names the row, and
    /// <see cref="Inspect"/> lists them all. <see cref="Take(string)"/> takes the images of a split.
    /// </remarks>
    /// <param name="root">The folder that holds both.</param>
    /// <exception cref="DirectoryNotFoundException">A folder is missing.</exception>
    /// <exception cref="FileNotFoundException">There is no image, or an image or label has no partner: the error counts them and names the first ones.</exception>
    public static SegmentationDataset Gta5(string root) => Named("GTA5", root, "images", "labels", LabelMap.Gta5);

    /// <summary>
    /// SYNTHIA-RAND-CITYSCAPES: <c>root/RGB</c> with <c>root/GT/LABELS</c>, 16-bit PNG with the class in the first channel; Cityscapes' 19 classes, of which 16
    /// occur (<see cref="SynthiaClasses"/>). Tested on files written to that description.
    /// </summary>
    /// <param name="root">The folder that holds <c>RGB</c> and <c>GT</c>.</param>
    /// <exception cref="DirectoryNotFoundException">A folder is missing.</exception>
    /// <exception cref="FileNotFoundException">There is no image, or an image or label has no partner: the error counts them and names the first ones.</exception>
    public static SegmentationDataset Synthia(string root) => Named("SYNTHIA", root, "RGB", Path.Combine("GT", "LABELS"), LabelMap.Synthia, LabelChannel.Red);

    /// <summary>
    /// Recordings of the CARLA simulator in the Lyft challenge's arrangement: <c>root/CameraRGB</c> with <c>root/CameraSeg</c>, PNG with the tag in the red
    /// channel; the 22 classes of <see cref="LabelMap.Carla"/> (releases 0.8 to 0.9.13).
    /// </summary>
    /// <remarks>
    /// Release 0.9.14 gave the tags other meanings: <see cref="WithLabelMap"/> with <see cref="LabelMap.Carla914ToCityscapes"/>. For recordings in other folders
    /// use <see cref="Folder"/> with <see cref="LabelChannel.Red"/>.
    /// </remarks>
    /// <param name="root">The folder that holds both.</param>
    /// <exception cref="DirectoryNotFoundException">A folder is missing.</exception>
    /// <exception cref="FileNotFoundException">There is no image, or an image or label has no partner: the error counts them and names the first ones.</exception>
    public static SegmentationDataset Carla(string root) => Named("CARLA", root, "CameraRGB", "CameraSeg", LabelMap.Carla, LabelChannel.Red);

    /// <summary>CamVid in the SegNet arrangement: <c>root/split</c> with the images and <c>root/splitannot</c> with the labels; 11 classes.</summary>
    /// <param name="root">The folder that holds the splits.</param>
    /// <param name="split"><c>train</c>, <c>val</c> or <c>test</c>.</param>
    /// <exception cref="DirectoryNotFoundException">A folder is missing.</exception>
    /// <exception cref="FileNotFoundException">There is no image, or an image or label has no partner: the error counts them and names the first ones.</exception>
    public static SegmentationDataset CamVid(string root, string split)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(split);
        return Named($"CamVid '{split}'", root, split, split + "annot", LabelMap.CamVid);
    }

    /// <summary>
    /// Pascal VOC: the images that <c>root/ImageSets/Segmentation/split.txt</c> lists, in <c>root/JPEGImages</c>, with <c>root/SegmentationClass</c>; background
    /// and 20 classes, borders are ignored.
    /// </summary>
    /// <param name="root">One year's folder, for instance <c>VOCdevkit/VOC2012</c>.</param>
    /// <param name="split"><c>train</c>, <c>val</c>, <c>trainval</c>, <c>test</c> (unlabelled where none of its labels is there) or another list in that folder.</param>
    /// <exception cref="FileNotFoundException">The list or a listed file is missing: the error counts them and names the first ones.</exception>
    public static SegmentationDataset Voc(string root, string split)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(root);
        ArgumentException.ThrowIfNullOrWhiteSpace(split);
        string name = $"Pascal VOC '{split}' in '{root}'";
        string list = Path.Combine(root, "ImageSets", "Segmentation", split + ".txt");
        SegmentationSample[] samples =
        [
            .. SegmentationFiles.ReadLines(list, $"{name}: the list").Select(stem => new SegmentationSample(
                stem, Path.Combine(root, "JPEGImages", stem + ".jpg"), Path.Combine(root, "SegmentationClass", stem + ".png"))),
        ];
        if (split == "test" && !samples.Any(sample => File.Exists(sample.LabelPath)))
        {
            samples = [.. samples.Select(sample => sample with { LabelPath = null })];
        }

        return new SegmentationDataset(name, SegmentationFiles.Listed(name, list, samples), LabelMap.Voc);
    }

    private static SegmentationDataset Named(string set, string root, string images, string labels, LabelMap map, LabelChannel channel = LabelChannel.Grey)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(root);
        string name = $"{set} in '{root}'";
        return new SegmentationDataset(name, SegmentationFiles.Pair(name, Path.Combine(root, images), Path.Combine(root, labels)), map, channel);
    }
}
