using Ass.MLNet.Datasets;
using Ass.MLNet.Labels;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>
/// Pixels per class of genuine files in their data sets' own layouts. The numbers were counted by an independent program from the files'
/// raw values.
/// </summary>
public sealed class GenuineLabelTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SharedDataFact("formats/cityscapes")]
    public void CityscapesLabelIds()
    {
        Copy("cityscapes/aachen_000003_000019_leftImg8bit.png", "leftImg8bit/train/aachen/aachen_000003_000019_leftImg8bit.png");
        Copy("cityscapes/aachen_000003_000019_gtFine_labelIds.png", "gtFine/train/aachen/aachen_000003_000019_gtFine_labelIds.png");
        Copy("cityscapes/aachen_000003_000019_gtFine_instanceIds.png", "gtFine/train/aachen/aachen_000003_000019_gtFine_instanceIds.png");
        var set = SegmentationDataset.Cityscapes(_folder.Root, "train");

        AssertCounts(set, 117440, 696663, 187257, 883638, 18558, 0, 4700, 4101, 6143, 0, 2120, 170, 1296, 0, 175066, 0, 0, 0, 0, 0);
        AssertCounts(
            set.WithLabelMap(LabelMap.CityscapesToCamVid),
            117440,
            170,
            902196,
            4700,
            696663,
            187257,
            2120,
            10244,
            0,
            175066,
            1296,
            0
        );
    }

    [SharedDataFact("formats/lyft_carla08_redchannel")]
    public void CarlaRedChannel()
    {
        Copy("lyft_carla08_redchannel/CameraRGB_2.png", "CameraRGB/2.png");
        Copy("lyft_carla08_redchannel/CameraSeg_2.png", "CameraSeg/2.png");
        var set = SegmentationDataset.Carla(_folder.Root);

        AssertCounts(set, 169938, 22942, 1010, 1798, 538, 6828, 3650, 84227, 40592, 64742, 80016, 3532, 187, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        AssertCounts(set.WithLabelMap(LabelMap.CarlaToCamVid), 171736, 0, 26474, 6828, 87877, 40592, 64742, 187, 1010, 80016, 538, 0);
    }

    [SharedDataFact("formats/camvid")]
    public void CamVidAnnotations()
    {
        Copy("camvid/0001TP_006690.png", "test/0001TP_006690.png");
        Copy("camvid/0001TP_006690_annot.png", "testannot/0001TP_006690.png");

        AssertCounts(
            SegmentationDataset.CamVid(_folder.Root, "test"),
            7980,
            23726,
            64726,
            1904,
            16139,
            11897,
            2303,
            2543,
            0,
            40851,
            731,
            0
        );
    }

    [SharedDataFact("cityscapes8")]
    public void PlainFolders()
    {
        string root = SharedData.Find("cityscapes8")!;
        string list = _folder.Text("list.txt", "aachen_000003_000019");
        var set = SegmentationDataset.Folder(Path.Combine(root, "images"), Path.Combine(root, "labels"), LabelMap.CamVid);

        AssertCounts(set.Take(list), 11985, 14, 87809, 435, 67900, 18233, 212, 1012, 0, 17071, 129, 0);
        Assert.Equal(8, set.Count);
    }

    private static void AssertCounts(SegmentationDataset set, long ignored, params long[] classes)
    {
        var found = set.Inspect();

        Assert.Empty(found.Problems);
        Assert.Equal(classes, found.ClassPixels);
        Assert.Equal(ignored, found.IgnoredPixels);
        Assert.Empty(found.UnlistedValues);

        // What training reads is the same.
        var mask = LabelFile.ReadTrainIds(set.Samples[0].LabelPath!, set.LabelChannel, set.LabelMap);
        Assert.Equal(
            [.. classes, ignored],
            Enumerable.Range(0, classes.Length).Append(255).Select(id => (long)mask.Ids.Count(value => value == id))
        );
    }

    private void Copy(string genuine, string place) =>
        File.Copy(
            Path.Combine(SharedData.Find(Path.Combine("formats", Path.GetDirectoryName(genuine)!))!, Path.GetFileName(genuine)),
            _folder.At(place)
        );
}
