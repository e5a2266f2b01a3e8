using Microsoft.ML;
using System.Diagnostics;
namespace Ass.MLNet.Benchmarks;
internal sealed class Scratch2 : IBenchmarkCase
{
    public string Name => "s2";
    public string Summary => "stages";
    public IEnumerable<ContenderGroup> Prepare(BenchmarkPictures pictures)
    {
        double[] cpu = new double[8]; 
        void Stage(int i, Action a) { var c = Environment.CpuUsage.TotalTime; a(); cpu[i] += (Environment.CpuUsage.TotalTime - c).TotalMilliseconds; }
        var map = LabelMap.Identity([.. Enumerable.Range(0, 34).Select(id => $"class {id}")]);
        var aug = new Augmentation(new AssSegmentationOptions(), new ImageSize(1024, 512), [1, 2, 3]);
        for (int round = 0; round < 40; round++)
        {
            if (round == 10) { Array.Clear(cpu); Console.WriteLine($"gcs {GC.CollectionCount(0)} {GC.CollectionCount(1)} {GC.CollectionCount(2)}"); }
            Microsoft.ML.Data.MLImage image = null!, label = null!; BgrImage bgr = null!; LabelMask mask = null!; Sample s;
            Stage(0, () => label = SegmentationPictures.ReadLabel(pictures.GreyLabel, map));
            Stage(1, () => mask = LabelImageReader.FromGrey(label, ""));
            Stage(2, () => image = ImageFile.Read(pictures.Image));
            Stage(3, () => bgr = BgrImage.FromMLImage(image));
            Stage(4, () => s = aug.Apply(bgr, mask.Ids, new Random(round))); PixelBuffers.Give(bgr.Pixels); PixelBuffers.Give(mask.Ids);
            Stage(5, () => { image.Dispose(); label.Dispose(); });
        }
        Console.WriteLine($"gcs {GC.CollectionCount(0)} {GC.CollectionCount(1)} {GC.CollectionCount(2)}; pause {GC.GetTotalPauseDuration()}");
        Console.WriteLine(string.Join(" | ", new[] { "label", "grey", "image", "bgr", "augment", "dispose" }.Select((n, i) => $"{n} {cpu[i] / 30:0.0}")));
        yield break;
    }
}
