using Ass.MLNet.Datasets;

namespace Ass.MLNet;

/// <content>Pascal VOC's layout.</content>
public sealed partial class SegmentationDataset
{
    /// <summary>
    /// Pascal VOC: the images listed in <c>root/ImageSets/Segmentation/split.txt</c>, from <c>root/JPEGImages</c>, with labels from
    /// <c>root/SegmentationClass</c>; background and 20 classes. Object borders are ignored.
    /// </summary>
    /// <remarks>
    /// A line is a name with or without extension, for any image format, or a pair of paths below <paramref name="root"/> as in DeepLab's
    /// lists (<c>/JPEGImages/x.jpg /SegmentationClassAug/x.png</c>). If <c>SegmentationClass</c> lacks some of the listed labels and
    /// <c>SegmentationClassAug</c> has all of them (<c>trainaug</c>), labels come from the latter; <see cref="Notes"/> reports it.
    /// </remarks>
    /// <param name="root">The folder of one year, for instance <c>VOCdevkit/VOC2012</c>.</param>
    /// <param name="split"><c>train</c>, <c>val</c>, <c>trainval</c>, <c>test</c> (unlabelled if none of its labels exists), or another
    /// list in that folder.</param>
    /// <exception cref="FileNotFoundException">The list or a listed file is missing; the message counts the files and names the first
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
