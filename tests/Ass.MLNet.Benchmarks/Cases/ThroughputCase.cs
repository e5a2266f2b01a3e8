namespace Ass.MLNet.Benchmarks;

/// <summary>How many images a second training takes in, and how near that is to what the machine can do.</summary>
internal sealed class ThroughputCase : IBenchmarkCase
{
    private const int Width = 256,
        Height = 192,
        ClassCount = 11,
        LargeBatch = 8;

    public string Name => "throughput";

    public string Summary =>
        $"images a second of training, from batches that lie ready; {Width}×{Height}, output stride 16, {ClassCount} classes, batches of "
        + $"one image a stream and of {LargeBatch}";

    public void Run(BenchmarkSession session)
    {
        var resNet18 = Setting(SegmentationNetwork.DeepLabV2ResNet18, frozen: true) with { Recipe = AdaptationRecipe.Joint };
        var large = resNet18 with { Batch = LargeBatch };
        Compare(session, "joint training", resNet18, large, large with { Precision = SegmentationPrecision.BFloat16 });

        var mobileNet = Setting(SegmentationNetwork.DeepLabV2MobileNetV2, frozen: false) with { Recipe = AdaptationRecipe.Joint };
        Compare(session, "joint training", mobileNet, mobileNet with { Batch = LargeBatch });

        var ass = resNet18 with { Recipe = AdaptationRecipe.Ass };
        Compare(session, "ASS", ass, ass with { Batch = LargeBatch });
    }

    private static StepSetting Setting(SegmentationNetwork network, bool frozen) => new(network, 16, frozen, Width, Height, ClassCount);

    private static void Compare(BenchmarkSession session, string recipe, params StepSetting[] settings)
    {
        string title = $"{recipe}: {settings[0].Title}";
        if (!session.Wants(title))
        {
            return;
        }

        session.Compare(
            new ContenderGroup(title, [.. settings.Select(Contender)])
            {
                Rounds = 11,
                WarmUpRounds = 2,
                Memory = true,
                Table = ThroughputTable.Lines,
            }
        );
    }

    private static Contender Contender(StepSetting setting)
    {
        bool half = setting.Precision == SegmentationPrecision.BFloat16;
        return new Contender($"batch {setting.Batch}, {(half ? "bfloat16" : "32 bits")}", () => new OurStep(setting))
        {
            Operations = StepOperations.Of(setting).Step,
            Images = setting.Images,
            InBFloat16 = half,
        };
    }
}
