using System.Globalization;

namespace Ass.MLNet.Benchmarks;

/// <summary>A trained network on one image, in four comparisons.</summary>
internal sealed class ScoreCase : IBenchmarkCase
{
    private const int PipelineImages = 8;

    public string Name => "score";

    public string Summary =>
        "one image from pixels to train ids against the textbook's way; the backbone alone against ONNX Runtime; the library's "
        + "network through ML.NET against itself alone";

    public void Run(BenchmarkSession session)
    {
        foreach (var setting in StepSetting.All.Where(s => session.Wants(s.NetworkTitle)))
        {
            CompareNetworks(session, setting);
        }

        foreach (var (width, height) in new[] { (224, 224), (512, 256) })
        {
            CompareBackbones(session, width, height);
        }

        ComparePipeline(session, StepSetting.ResNet18At16);
    }

    private static void CompareNetworks(BenchmarkSession session, StepSetting setting)
    {
        double operations = StepOperations.Of(setting).Network.All;
        Contender[] contenders =
        [
            new("textbook", () => new TextbookScoring(setting)) { Operations = operations },
            new("Ass.MLNet", () => new OurScoring(setting)) { Operations = operations },
        ];
        session.Compare(
            new ContenderGroup(setting.NetworkTitle, contenders)
            {
                Rounds = setting.Network == SegmentationNetwork.DeepLabV2ResNet101 ? 11 : 31,
                WarmUpRounds = 2,
                Memory = true,
                Check = works =>
                {
                    works[0].Run();
                    works[1].Run();
                    return IdAgreement.Check(((TextbookScoring)works[0]).Ids, ((OurScoring)works[1]).Ids);
                },
            }
        );
    }

    private static void CompareBackbones(BenchmarkSession session, int width, int height)
    {
        var random = new Random(1);
        float[] image = [.. Enumerable.Range(0, 3 * width * height).Select(_ => (float)random.Next(-100, 130))];
        session.Compare(
            new ContenderGroup(
                $"Backbone of ML.NET's ResNet18.onnx, {width}×{height}, output stride 32",
                new Contender("ONNX Runtime", () => new OnnxBackbone(image, height, width)),
                new Contender("Ass.MLNet", () => new OurBackbone(image, height, width))
            )
            {
                Check = works =>
                {
                    works[0].Run();
                    works[1].Run();
                    float[] expected = ((OnnxBackbone)works[0]).Features,
                        actual = ((OurBackbone)works[1]).Features;
                    float difference = expected.Zip(actual, (a, b) => Math.Abs(a - b)).Max() / expected.Max();
                    return expected.Length == actual.Length && difference < 1e-3
                        ? string.Create(
                            CultureInfo.InvariantCulture,
                            $"The features differ by at most {difference:0.0e+0} of the largest one."
                        )
                        : throw new InvalidOperationException($"The features differ by {difference} of the largest one.");
                },
            }
        );
    }

    private static void ComparePipeline(BenchmarkSession session, StepSetting setting)
    {
        session.Compare(
            new ContenderGroup(
                $"Through ML.NET, {PipelineImages} images: {setting.NetworkTitle}",
                new Contender("bare network", () => new BareScoring(setting, PipelineImages)),
                new Contender("Transform and a cursor", () => new PipelineScoring(setting, PipelineImages))
            )
            {
                Rounds = 15,
                WarmUpRounds = 2,
                Check = works =>
                {
                    works[0].Run();
                    works[1].Run();
                    return IdAgreement.Check(
                        ((BareScoring)works[0]).Ids.SelectMany(ids => ids),
                        ((PipelineScoring)works[1]).Ids.SelectMany(ids => ids)
                    );
                },
            }
        );
    }
}
