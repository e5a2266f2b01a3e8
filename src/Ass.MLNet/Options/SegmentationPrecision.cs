using Ass.MLNet.Options;

namespace Ass.MLNet;

/// <summary>Numeric precision of training.</summary>
public enum SegmentationPrecision
{
    /// <summary>32-bit floats throughout (on CUDA see also <see cref="AssSegmentationOptions.AllowTF32"/>).</summary>
    [Word("fp32")]
    Float32,

    /// <summary>bfloat16 (16 bits, with the range of a 32-bit float and 8 bits of mantissa) for the inputs and outputs of convolutions in
    /// the network and the global discriminators; 32-bit floats for weights, optimizers, batch statistics, class vectors, softmax and
    /// losses. On NVIDIA GPUs from Ampere (2020) onwards it saves time and nearly half of the memory, on CPUs with instructions for it
    /// (AVX-512 BF16) nearly half of the time; on x86 processors without them a step takes 3 to 25 times as long as with
    /// <see cref="Float32"/>, of which training warns.</summary>
    [Word("bf16")]
    BFloat16,
}
