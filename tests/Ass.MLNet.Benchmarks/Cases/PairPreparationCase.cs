using Ass.MLNet.Images;
using Ass.MLNet.Labels;
using Ass.MLNet.Sampling;
using Microsoft.ML;

namespace Ass.MLNet.Benchmarks;

/// <summary>All that happens to a training pair on one core before it is a sample, against its decoders' own time.</summary>
internal sealed class PairPreparationCase : IBenchmarkCase
{
    public string Name => "prepare-pair";

    public string Summary =>
        "a 2048×1024 image and label from disk to a 1024×512 training sample, on one core; the goal is at most 1.2 × the "
        + "decoders' own time";

    public void Run(BenchmarkSession session)
    {
        using var pictures = new BenchmarkPictures();
        string folder = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(pictures.Image)!, "pair")).FullName;
        string image = Copy(pictures.Image, Path.Combine(folder, "images")),
            label = Copy(pictures.GreyLabel, Path.Combine(folder, "labels"));
        var map = LabelMap.Identity([.. Enumerable.Range(0, 34).Select(id => $"class {id}")]);
        var data = new MLContext().Data.LoadSegmentation(
            SegmentationDataset.Folder(Path.GetDirectoryName(image)!, Path.GetDirectoryName(label), map).AsSource()
        );
        var columns = new SamplingColumns(data.Schema["Image"], data.Schema["Label"], data.Schema["Domain"], map.ClassNames.Count);
        foreach (
            var (title, options) in new[]
            {
                ("resized to 1024×512, every second one mirrored", new AssSegmentationOptions()),
                (
                    "resized to 1024×512, scaled 0.5–1.5 and cut to 512×256",
                    new AssSegmentationOptions { CropSize = new ImageSize(512, 256), Augmentation = { MinScale = 0.5, MaxScale = 1.5 } }
                ),
            }
        )
        {
            var augmentation = new Augmentation(options, new ImageSize(1024, 512), [104, 117, 123]);
            int sample = 0;
            session.Compare(
                new ContenderGroup(
                    title,
                    new Contender("decoders alone", () => Decode(image, label)),
                    new Contender("cursor to sample", () => ReadSample(data, columns, augmentation, new Random(sample++)))
                )
            );
        }
    }

    private static void Decode(string image, string label)
    {
        ImageFile.Read(image).Dispose();
        PixelBuffers.Give(LabelFile.Read(label, LabelChannel.Grey).Bytes!);
    }

    private static void ReadSample(IDataView data, SamplingColumns columns, Augmentation augmentation, Random random)
    {
        using var cursor = data.GetRowCursor(RowSampler.ActiveColumns(StreamKind.Source, columns, data.Schema));
        var sampler = new RowSampler(StreamKind.Source, columns, cursor);
        cursor.MoveNext();
        var sample = sampler.Read()!.ToSample(augmentation, random);

        // As training does once it has made a batch of them.
        PixelBuffers.Give(sample.Image.Pixels);
        PixelBuffers.Give(sample.Ids!);
    }

    private static string Copy(string file, string folder)
    {
        string copy = Path.Combine(Directory.CreateDirectory(folder).FullName, "000.png");
        File.Copy(file, copy);
        return copy;
    }
}
