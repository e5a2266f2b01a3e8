using Ass.MLNet.Options;

namespace Ass.MLNet.Benchmarks;

/// <summary>What is trained, and on what: unless said otherwise all of ASS, one image of each stream, in 32 bits.</summary>
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

    /// <summary>As one trains it from ImageNet weights.</summary>
    public static StepSetting ResNet18Frozen => ResNet18At16 with { FrozenBatchNorm = true };

    /// <summary>Images of each stream in a step.</summary>
    public int Batch { get; init; } = 1;

    public AdaptationRecipe Recipe { get; init; } = AdaptationRecipe.Ass;

    public SegmentationPrecision Precision { get; init; } = SegmentationPrecision.Float32;

    public MemoryFormat MemoryFormat { get; init; }

    /// <summary>Images that a step takes through the network.</summary>
    public int Images => Batch * new[] { Terms.Source, Terms.LabeledTarget, Terms.UnlabeledTarget }.Count(used => used);

    public RecipeTerms Terms => RecipeTerms.Of(Recipe);

    public string Title => $"{NetworkTitle}, {(FrozenBatchNorm ? "frozen" : "learned")} batch norm";

    /// <summary>What of it matters to a trained network.</summary>
    public string NetworkTitle =>
        $"{Network.ToString().Replace("DeepLabV2", "")}, {Width}×{Height}, output stride {OutputStride}, {ClassCount} classes";

    /// <summary>Rounds that take a few minutes at most.</summary>
    public int Rounds =>
        Network != SegmentationNetwork.DeepLabV2ResNet101 ? 15
        : Width > 512 ? 3
        : 5;

    /// <summary>Rounds before those.</summary>
    public int WarmUpRounds => Network != SegmentationNetwork.DeepLabV2ResNet101 ? 2 : 0;
}
