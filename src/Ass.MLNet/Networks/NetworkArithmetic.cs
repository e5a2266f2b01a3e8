namespace Ass.MLNet.Networks;

/// <summary>What a network does with its weights that their shapes do not tell: with another arithmetic the same weights predict something
/// else.</summary>
/// <param name="BottleneckStride">See <see cref="AdaptSegNetOptions.BottleneckStride"/>.</param>
/// <param name="CeilModePooling">See <see cref="AdaptSegNetOptions.CeilModePooling"/>.</param>
/// <param name="AsppBranches">See <see cref="AdaptSegNetOptions.AsppBranches"/>.</param>
internal sealed record NetworkArithmetic(BottleneckStride BottleneckStride, bool CeilModePooling, int AsppBranches)
{
    /// <summary>torchvision's, and the library's default.</summary>
    public static NetworkArithmetic Default { get; } = new(BottleneckStride.On3x3, CeilModePooling: false, AsppClassifier.BranchCount);

    /// <summary>AdaptSegNet's.</summary>
    public static NetworkArithmetic AdaptSegNet { get; } = new(BottleneckStride.On1x1, CeilModePooling: true, AsppBranches: 2);

    /// <summary>That of the weights which AdaptSegNet starts from.</summary>
    public static NetworkArithmetic InitialAdaptSegNet { get; } = AdaptSegNet with { AsppBranches = AsppClassifier.BranchCount };

    public static NetworkArithmetic Of(NetworkSpec spec) => new(spec.BottleneckStride, spec.CeilModePooling, spec.AsppBranches);

    /// <summary>The properties, with their values here, in which <paramref name="spec"/> differs and which matter to it.</summary>
    /// <param name="spec">A network that is to have these weights.</param>
    /// <param name="classifier">Whether it gets the classifier's weights too.</param>
    public IEnumerable<string> DifferencesFrom(NetworkSpec spec, bool classifier)
    {
        bool resnet = spec.Network != SegmentationNetwork.DeepLabV2MobileNetV2;
        if (BottleneckStride != spec.BottleneckStride && resnet && spec.Network != SegmentationNetwork.DeepLabV2ResNet18)
        {
            yield return $"{nameof(BottleneckStride)} {BottleneckStride}";
        }
        if (CeilModePooling != spec.CeilModePooling && resnet)
        {
            yield return $"{nameof(CeilModePooling)} {(CeilModePooling ? "true" : "false")}";
        }
        if (AsppBranches != spec.AsppBranches && classifier)
        {
            yield return $"{nameof(AsppBranches)} {AsppBranches}";
        }
    }
}
