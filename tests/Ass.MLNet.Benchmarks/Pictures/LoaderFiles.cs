using Ass.MLNet.Labels;
using Microsoft.ML;

namespace Ass.MLNet.Benchmarks;

/// <summary>Data sets of a few large and of a few small pairs, each as source and as target, in a temporary folder.</summary>
internal sealed class LoaderFiles : IDisposable
{
    public const int SmallWidth = 256,
        SmallHeight = 192;

    private const int LargePairs = 4,
        SmallPairs = 16;

    private readonly string _folder = Directory.CreateTempSubdirectory("ass-benchmarks-").FullName;

    public LoaderFiles()
    {
        Large = Load("large", LabelMap.Cityscapes, LargePairs, WriteLarge);
        Small = Load("small", LabelMap.Identity([.. Enumerable.Range(0, 19).Select(id => $"class {id}")]), SmallPairs, WriteSmall);
    }

    /// <summary>Copies of one pair of 2048×1024.</summary>
    public IDataView Large { get; }

    /// <summary>Pairs of 256×192.</summary>
    public IDataView Small { get; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private IDataView Load(string name, LabelMap map, int pairs, Action<string, string, int> write)
    {
        string images = Directory.CreateDirectory(Path.Combine(_folder, name, "images")).FullName,
            labels = Directory.CreateDirectory(Path.Combine(_folder, name, "labels")).FullName;
        write(images, labels, pairs);
        var set = SegmentationDataset.Folder(images, labels, map);
        return new MLContext(OurStep.Seed).Data.LoadSegmentation(set.AsSource(), set.AsTarget(labeled: pairs / 2));
    }

    private static void WriteLarge(string images, string labels, int pairs)
    {
        using var pictures = new BenchmarkPictures();
        for (int i = 0; i < pairs; i++)
        {
            File.Copy(pictures.Image, Path.Combine(images, $"{i}.png"));
            File.Copy(pictures.GreyLabel, Path.Combine(labels, $"{i}.png"));
        }
    }

    private static void WriteSmall(string images, string labels, int pairs)
    {
        var pictures = new StepPictures(new StepSetting(SegmentationNetwork.DeepLabV2ResNet18, 16, false, SmallWidth, SmallHeight, 19));
        for (int i = 0; i < pairs; i++)
        {
            using var image = pictures.Image(i).ToMLImage();
            image.Save(Path.Combine(images, $"{i}.png"));
            using var label = MaskImage.Create(SmallWidth, SmallHeight, pictures.Ids(i));
            label.Save(Path.Combine(labels, $"{i}.png"));
        }
    }
}
