using Ass.MLNet.Datasets;
using Ass.MLNet.Images;
using Ass.MLNet.Labels;
using Microsoft.ML.Data;

namespace Ass.MLNet.Benchmarks;

/// <summary>A label with its stored values, against a decoder that makes 32-bit colours of it.</summary>
internal sealed class LabelDecodingCase : IBenchmarkCase
{
    public string Name => "decode-label";

    public string Summary => "a 2048×1024 label from disk; ML.NET's decoder (SkiaSharp) loses palette indices, ours keeps all values";

    public void Run(BenchmarkSession session)
    {
        using var pictures = new BenchmarkPictures();
        foreach (var (title, path) in new[] { ("8-bit grey PNG", pictures.GreyLabel), ("8-bit palette PNG", pictures.PaletteLabel) })
        {
            session.Compare(
                new ContenderGroup(
                    $"{title}, {new FileInfo(path).Length / 1000} kB",
                    new Contender("MLImage.CreateFromFile", () => MLImage.CreateFromFile(path).Dispose()),
                    new Contender("raw values", () => PixelBuffers.Give(LabelFile.Read(path, LabelChannel.Grey).Bytes!)),
                    new Contender("train ids", () =>
                        PixelBuffers.Give(LabelFile.ReadTrainIds(path, LabelChannel.Grey, LabelMap.CamVid).Ids)
                    ),
                    new Contender("train ids as an MLImage", () => SegmentationPictures.ReadLabel(path, LabelMap.CamVid).Dispose())
                )
            );
        }
    }
}
