using Ass.MLNet.Options;

namespace Ass.MLNet;

/// <summary>In which numbers training computes.</summary>
public enum SegmentationPrecision
{
    /// <summary>32-bit floats throughout (on CUDA see also <see cref="AssSegmentationOptions.AllowTF32"/>).</summary>
    [Word("fp32")]
    Float32,

    /// <summary>bfloat16, 16 bits with the range of 32 and 8 bits of mantissa, for what convolutions of the network and the global
    /// discriminators take in and give; 32 bits for weights, optimizers, batch statistics, class vectors, softmax and losses. On NVIDIA
    /// cards from Ampere (2020) on it saves time and nearly half of the memory; on CPUs without such instructions it is slower.</summary>
    [Word("bf16")]
    BFloat16,
}
