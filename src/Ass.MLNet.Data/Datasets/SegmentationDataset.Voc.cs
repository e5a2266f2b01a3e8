using Ass.MLNet.Datasets;

namespace Ass.MLNet;

/// <content>Pascal VOC's layout.</content>
public sealed partial class SegmentationDataset
{
    /// <summary>
    /// Pascal VOC: the images that <c>root/ImageSets/Segmentation/split.txt</c> lists, in <c>root/JPEGImages</c>, with
    /// <c>root/SegmentationClass</c>; background and 20 classes, borders are ignored.
    /// </summary>
    /// <remarks>
    /// Lines are names with or without extension, of any format of images, or paths below <paramref name="root"/> as DeepLab's lists have
    /// them (<c>/JPEGImages/x.jpg /SegmentationClassAug/x.png</c>). Where <c>SegmentationClass</c> does not have all listed labels and
    /// <c>SegmentationClassAug</c> does (<c>trainaug</c>), the labels are those, as <see cref="Notes"/> tells.
    /// </remarks>
    /// <param name="root">One year's folder, for instance <c>VOCdevkit/VOC2012</c>.</param>
    /// <param name="split"><c>train</c>, <c>val</c>, <c>trainval</c>, <c>test</c> (unlabelled where none of its labels is there) or another
    /// list in that folder.</param>
    /// <exception cref="FileNotFoundException">The list or a listed file is missing: the error counts them and names the first
    /// ones.</exception>
    public static SegmentationDataset Voc(string root, string split)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(root);
        ArgumentException.ThrowIfNullOrWhiteSpace(split);
        string name = $"Pascal VOC '{split}' in '{root}'";
        string list = Path.Combine(root, "ImageSets", "Segmentation", split + ".txt");
        var found = new VocFiles(name, root).Find(list);
        if (split == "test" && !found.Samples.Any(sample => File.Exists(sample.LabelPath)))
        {
            found = found with { Samples = [.. found.Samples.Select(sample => sample with { LabelPath = null })] };
        }

        return new SegmentationDataset(name, found with { Samples = ListFile.Check(name, list, found.Samples) }, LabelMap.Voc);
    }
}
