namespace Ass.MLNet.Networks;

/// <summary>A network's shape and arithmetic: everything needed to rebuild it before its weights are read from a file.</summary>
/// <param name="Network">Backbone and classifier.</param>
/// <param name="OutputStride">The backbone's: 8, 16 or 32; <see cref="StrideUnderDecoder"/> if a decoder follows it.</param>
/// <param name="ClassCount">K, 2 to 255.</param>
/// <param name="LastStageBlocks">Blocks in the last stage of a ResNet-18: 2, or 3 in the file that ML.NET ships. Ignored by other
/// networks.</param>
internal sealed record NetworkSpec(SegmentationNetwork Network, int OutputStride, int ClassCount, int LastStageBlocks = 2)
{
    /// <summary>Output stride of a backbone with a decoder.</summary>
    public const int StrideUnderDecoder = 32;

    /// <summary>Whether a decoder makes finer features from all stages of the backbone.</summary>
    public bool HasDecoder => Network == SegmentationNetwork.SwiftNetResNet18;

    /// <summary>Image pixels per pixel of features and logits along each side.</summary>
    public int FeatureStride => HasDecoder ? 4 : OutputStride;

    /// <summary>See <see cref="AdaptSegNetOptions.AsppBranches"/>.</summary>
    public int AsppBranches { get; init; } = AsppClassifier.BranchCount;

    /// <summary>See <see cref="AdaptSegNetOptions.BottleneckStride"/>.</summary>
    public BottleneckStride BottleneckStride { get; init; }

    /// <summary>See <see cref="AdaptSegNetOptions.CeilModePooling"/>.</summary>
    public bool CeilModePooling { get; init; }

    /// <summary>Whether there is a second classifier, on the third stage; see <see cref="AdaptSegNetOptions.MultiLevel"/>.</summary>
    public bool MultiLevel { get; init; }

    /// <summary>The network that the options specify; those without effect on it have their defaults here.</summary>
    public static NetworkSpec Of(AssSegmentationOptions options, int classCount, int lastStageBlocks = 2)
    {
        var spec = new NetworkSpec(options.Network, options.OutputStride, classCount, lastStageBlocks)
        {
            AsppBranches = options.AdaptSegNet.AsppBranches,
            BottleneckStride = options.AdaptSegNet.BottleneckStride,
            CeilModePooling = options.AdaptSegNet.CeilModePooling,
            MultiLevel = options.AdaptSegNet.MultiLevel,
        };
        return spec.HasDecoder ? spec with { OutputStride = StrideUnderDecoder, AsppBranches = AsppClassifier.BranchCount } : spec;
    }
}
