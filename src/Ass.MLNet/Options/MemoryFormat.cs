using Ass.MLNet.Options;

namespace Ass.MLNet;

/// <summary>The order of values in memory in which the network trains. The results are the same but for rounding; models and checkpoints
/// do not differ.</summary>
public enum MemoryFormat
{
    /// <summary>Channels last with <see cref="SegmentationPrecision.BFloat16"/>, and on a CPU also for MobileNetV2, and for ResNet-18 with
    /// frozen batch norms; else channel after channel.</summary>
    [Word("auto")]
    Auto,

    /// <summary>Channel after channel (PyTorch's <c>contiguous_format</c>).</summary>
    [Word("channels-first")]
    ChannelsFirst,

    /// <summary>All channels of a pixel together (PyTorch's <c>channels_last</c>).</summary>
    [Word("channels-last")]
    ChannelsLast,
}
