namespace Ass.MLNet;

/// <summary>What determines a network's shape: enough to build it again before its weights are read from a file.</summary>
/// <param name="Network">Backbone and classifier.</param>
/// <param name="OutputStride">8, 16 or 32.</param>
/// <param name="ClassCount">K, 2 to 255.</param>
/// <param name="LastStageBlocks">Blocks in the last stage of ResNet-18: 2, or 3 in the file that ML.NET ships. Ignored by other networks.</param>
internal sealed record NetworkSpec(SegmentationNetwork Network, int OutputStride, int ClassCount, int LastStageBlocks = 2);
