namespace Ass.MLNet.Networks;

/// <summary>The properties of a network's computation that its weights' shapes do not reveal. With a different arithmetic, the same weights
/// give different predictions.</summary>
/// <param name="BottleneckStride">See <see cref="AdaptSegNetOptions.BottleneckStride"/>.</param>
/// <param name="CeilModePooling">See <see cref="AdaptSegNetOptions.CeilModePooling"/>.</param>
/// <param name="AsppBranches">See <see cref="AdaptSegNetOptions.AsppBranches"/>.</param>
internal sealed record NetworkArithmetic(BottleneckStride BottleneckStride, bool CeilModePooling, int AsppBranches)
{
    /// <summary>torchvision's arithmetic, the library's default.</summary>
    public static NetworkArithmetic Default { get; } = new(BottleneckStride.On3x3, CeilModePooling: false, AsppClassifier.BranchCount);

    /// <summary>AdaptSegNet's arithmetic.</summary>
    public static NetworkArithmetic AdaptSegNet { get; } = new(BottleneckStride.On1x1, CeilModePooling: true, AsppBranches: 2);

    /// <summary>The arithmetic of AdaptSegNet's initial weights.</summary>
    public static NetworkArithmetic InitialAdaptSegNet { get; } = AdaptSegNet with { AsppBranches = AsppClassifier.BranchCount };

    public static NetworkArithmetic Of(NetworkSpec spec) => new(spec.BottleneckStride, spec.CeilModePooling, spec.AsppBranches);

    /// <summary>The properties, with this arithmetic's values, that differ from <paramref name="spec"/>'s and matter to it.</summary>
    /// <param name="spec">A network that will get these weights.</param>
    /// <param name="classifier">Whether it gets the classifier's weights too.</param>
    public IEnumerable<string> DifferencesFrom(NetworkSpec spec, bool classifier)
    {
        bool bottlenecks = spec.Network is SegmentationNetwork.DeepLabV2ResNet50 or SegmentationNetwork.DeepLabV2ResNet101;
        if (BottleneckStride != spec.BottleneckStride && bottlenecks)
        {
            yield return $"{nameof(BottleneckStride)} {BottleneckStride}";
        }
        if (CeilModePooling != spec.CeilModePooling && spec.Network != SegmentationNetwork.DeepLabV2MobileNetV2)
        {
            yield return $"{nameof(CeilModePooling)} {(CeilModePooling ? "true" : "false")}";
        }
        if (AsppBranches != spec.AsppBranches && classifier && !spec.HasDecoder)
        {
            yield return $"{nameof(AsppBranches)} {AsppBranches}";
        }
    }
}
