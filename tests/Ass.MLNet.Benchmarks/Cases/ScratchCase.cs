using Microsoft.ML.Data;
namespace Ass.MLNet.Benchmarks;
internal sealed class ScratchCase : IBenchmarkCase
{
    public string Name => "scratch";
    public string Summary => "parts";
    public IEnumerable<ContenderGroup> Prepare(BenchmarkPictures pictures)
    {
        var image = ImageFile.Read(pictures.Image);
        var bgr = BgrImage.FromMLImage(image);
        var label = LabelFile.Read(pictures.GreyLabel, LabelChannel.Grey);
        var own = new ImageSize(2048, 1024); var half = new ImageSize(1024, 512); var w = new Window(0, 0, 1024, 512);
        var small = Resampler.Resize(bgr, half, w, [1, 2, 3]);
        var ids = label.Bytes!;
        var grey = MaskImage.Create(2048, 1024, ids);
        var aug = new Augmentation(new AssSegmentationOptions(), half, [1, 2, 3]);
        var aug0 = new Augmentation(new AssSegmentationOptions { HorizontalFlip = false }, half, [1, 2, 3]);
        int s = 0;
        var r = new Random(3); long differ = 0, total = 0; int most = 0;
        for (int k = 0; k < 200; k++)
        {
            int iw = r.Next(1, 90), ih = r.Next(1, 90); var px = new byte[iw * ih * 3]; r.NextBytes(px); var im = new BgrImage(iw, ih, px);
            var sz = k % 4 == 0 ? new ImageSize(Math.Max(1, iw / 2), Math.Max(1, ih / 2)) : new ImageSize(r.Next(1, 150), r.Next(1, 150));
            var win = new Window(r.Next(-20, sz.Width), r.Next(-20, sz.Height), r.Next(21, 80), r.Next(21, 80));
            var o = OldResampler.Resize(im, sz, win, [1, 2, 3]).Pixels; var n = Resampler.Resize(im, sz, win, [1, 2, 3]).Pixels; var m = Resampler.Resize(im, sz, win, [1, 2, 3], true).Pixels;
            var oi = OldResampler.ResizeLabels(px[..(iw * ih)], new(iw, ih), sz, win); var mi = Resampler.ResizeLabels(px[..(iw * ih)], new(iw, ih), sz, win, true);
            for (int i = 0; i < o.Length; i++) { total++; if (o[i] != n[i]) { differ++; most = Math.Max(most, Math.Abs(o[i] - n[i])); } int row = i / (win.Width * 3), x = i / 3 % win.Width; if (m[(row * win.Width + win.Width - 1 - x) * 3 + i % 3] != n[i]) throw new Exception("mirror"); }
            for (int i = 0; i < oi.Length; i++) if (mi[i / win.Width * win.Width + win.Width - 1 - i % win.Width] != oi[i]) throw new Exception("mirror ids");
        }
        Console.WriteLine($"{differ} of {total} bytes differ, by at most {most}");
        var ob = OldResampler.Resize(bgr, half, w, [1, 2, 3]).Pixels; Console.WriteLine($"whole: {ob.Where((v, i) => v != small.Pixels[i]).Count()} of {ob.Length} differ");
        yield return new ContenderGroup("parts",
            new Contender("decode image", () => ImageFile.Read(pictures.Image).Dispose()),
            new Contender("decode label", () => LabelFile.Read(pictures.GreyLabel, LabelChannel.Grey)),
            new Contender("BgrImage", () => BgrImage.FromMLImage(image)),
            new Contender("MaskImage.Create", () => MaskImage.Create(2048, 1024, ids).Dispose()),
            new Contender("FromGrey", () => LabelImageReader.FromGrey(grey, "")),
            new Contender("CheckRange", () => LabelColumn.CheckRange(new LabelMask(2048, 1024, ids), 34, "")),
            new Contender("Old resize", () => OldResampler.Resize(bgr, half, w, [1, 2, 3])),
            new Contender("Resize", () => Resampler.Resize(bgr, half, w, [1, 2, 3])),
            new Contender("ResizeLabels", () => Resampler.ResizeLabels(ids, own, half, w)),
            new Contender("Resize 1.3", () => Resampler.Resize(bgr, new ImageSize(1331, 666), new Window(100, 100, 512, 256), [1, 2, 3])),
            new Contender("Resize x1.3 up", () => Resampler.Resize(bgr, new ImageSize(2662, 1331), new Window(100, 100, 1024, 512), [1, 2, 3])),
            new Contender("Augment, no flip", () => aug0.Apply(bgr, ids, new Random(s++))),
            new Contender("Augment, flip", () => aug.Apply(bgr, ids, new Random(s++))));
    }
}
