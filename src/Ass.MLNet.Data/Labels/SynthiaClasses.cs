namespace Ass.MLNet;

/// <summary>
/// The Cityscapes classes used to report results of adaptation from SYNTHIA, which lacks terrain, truck and train: lists of train ids for
/// <see cref="SegmentationMetrics.Subset"/>.
/// </summary>
public static class SynthiaClasses
{
    /// <summary>The 16 classes that SYNTHIA shares with Cityscapes.</summary>
    public static IReadOnlyList<int> Shared16 { get; } = Array.AsReadOnly([0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 15, 17, 18]);

    /// <summary>The 13 classes of AdaptSegNet's table: <see cref="Shared16"/> without wall, fence and pole.</summary>
    public static IReadOnlyList<int> Shared13 { get; } = Array.AsReadOnly([0, 1, 2, 6, 7, 8, 10, 11, 12, 13, 15, 17, 18]);
}
