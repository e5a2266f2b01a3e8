namespace Ass.MLNet.Benchmarks;

/// <summary>What is trained, and on what: all of ASS, one image of each stream.</summary>
internal sealed record StepSetting(
    SegmentationNetwork Network,
    int OutputStride,
    bool FrozenBatchNorm,
    int Width,
    int Height,
    int ClassCount
)
{
    /// <summary>Images for CPUs.</summary>
    public const int SmallWidth = 320,
        SmallHeight = 240;

    /// <summary>The paper's setting, at its own size and at a quarter of the pixels, and what is for CPUs.</summary>
    public static StepSetting[] All { get; } =
    [
        new(SegmentationNetwork.DeepLabV2ResNet101, 8, true, 512, 256, 19),
        new(SegmentationNetwork.DeepLabV2ResNet101, 8, true, 1024, 512, 19),
        new(SegmentationNetwork.DeepLabV2ResNet18, 8, false, SmallWidth, SmallHeight, 11),
        ResNet18At16,
        new(SegmentationNetwork.DeepLabV2MobileNetV2, 16, false, SmallWidth, SmallHeight, 11),
    ];

    /// <summary>The one that is also compared with PyTorch.</summary>
    public static StepSetting ResNet18At16 => new(SegmentationNetwork.DeepLabV2ResNet18, 16, false, SmallWidth, SmallHeight, 11);

    public string Title => $"{NetworkTitle}, {(FrozenBatchNorm ? "frozen" : "learned")} batch norm";

    /// <summary>What of it matters to a trained network.</summary>
    public string NetworkTitle =>
        $"{Network.ToString()["DeepLabV2".Length..]}, {Width}×{Height}, output stride {OutputStride}, {ClassCount} classes";

    /// <summary>Rounds that take a few minutes at most.</summary>
    public int Rounds =>
        Network != SegmentationNetwork.DeepLabV2ResNet101 ? 15
        : Width > 512 ? 3
        : 5;

    /// <summary>Rounds before those.</summary>
    public int WarmUpRounds => Network != SegmentationNetwork.DeepLabV2ResNet101 ? 2 : 0;
}
