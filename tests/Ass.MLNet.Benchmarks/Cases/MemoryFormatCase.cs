using Ass.MLNet.Options;

namespace Ass.MLNet.Benchmarks;

/// <summary>What <see cref="MemoryFormat.Auto"/> should choose on this processor.</summary>
internal sealed class MemoryFormatCase : IBenchmarkCase
{
    // As the study of few labels trains.
    private const int Width = 192,
        Height = 136,
        ClassCount = 7,
        Batch = 2;

    public string Name => "memory-format";

    public string Summary =>
        $"a step of joint training in 32 bits with values channel after channel, and with channels last; {Width}×{Height}, batches of "
        + $"{Batch}";

    public void Run(BenchmarkSession session)
    {
        foreach (
            var setting in new[]
            {
                Setting(SegmentationNetwork.SwiftNetResNet18, 32, frozen: true),
                Setting(SegmentationNetwork.DeepLabV2ResNet18, 16, frozen: true),
                Setting(SegmentationNetwork.DeepLabV2MobileNetV2, 16, frozen: false),
            }.Where(s => session.Wants(s.Title))
        )
        {
            session.Compare(
                new ContenderGroup(
                    setting.Title,
                    Contender(setting, MemoryFormat.ChannelsFirst),
                    Contender(setting, MemoryFormat.ChannelsLast)
                )
                {
                    Rounds = 15,
                    WarmUpRounds = 2,
                    Memory = true,
                }
            );
        }
    }

    private static StepSetting Setting(SegmentationNetwork network, int outputStride, bool frozen) =>
        new(network, outputStride, frozen, Width, Height, ClassCount) { Recipe = AdaptationRecipe.Joint, Batch = Batch };

    private static Contender Contender(StepSetting setting, MemoryFormat format) =>
        new(format.ToString(), () => new OurStep(setting with { MemoryFormat = format }));
}
