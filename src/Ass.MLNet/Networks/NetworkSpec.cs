namespace Ass.MLNet.Networks;

/// <summary>A network's shape and arithmetic: everything needed to rebuild it before its weights are read from a file.</summary>
/// <param name="Network">Backbone and classifier.</param>
/// <param name="OutputStride">8, 16 or 32.</param>
/// <param name="ClassCount">K, 2 to 255.</param>
/// <param name="LastStageBlocks">Blocks in the last stage of ResNet-18: 2, or 3 in the file that ML.NET ships. Ignored by other
/// networks.</param>
internal sealed record NetworkSpec(SegmentationNetwork Network, int OutputStride, int ClassCount, int LastStageBlocks = 2)
{
    /// <summary>See <see cref="AdaptSegNetOptions.AsppBranches"/>.</summary>
    public int AsppBranches { get; init; } = AsppClassifier.BranchCount;

    /// <summary>See <see cref="AdaptSegNetOptions.BottleneckStride"/>.</summary>
    public BottleneckStride BottleneckStride { get; init; }

    /// <summary>See <see cref="AdaptSegNetOptions.CeilModePooling"/>.</summary>
    public bool CeilModePooling { get; init; }

    /// <summary>Whether there is a second classifier, on the third stage; see <see cref="AdaptSegNetOptions.MultiLevel"/>.</summary>
    public bool MultiLevel { get; init; }

    /// <summary>The network that the options specify.</summary>
    public static NetworkSpec Of(AssSegmentationOptions options, int classCount, int lastStageBlocks = 2) =>
        new(options.Network, options.OutputStride, classCount, lastStageBlocks)
        {
            AsppBranches = options.AdaptSegNet.AsppBranches,
            BottleneckStride = options.AdaptSegNet.BottleneckStride,
            CeilModePooling = options.AdaptSegNet.CeilModePooling,
            MultiLevel = options.AdaptSegNet.MultiLevel,
        };
}
