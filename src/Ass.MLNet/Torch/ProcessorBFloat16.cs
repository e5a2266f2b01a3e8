using System.Runtime.Intrinsics.X86;

namespace Ass.MLNet.Torch;

/// <summary>Whether this processor has instructions for bfloat16.</summary>
/// <remarks>Where it has none, libtorch computes the same numbers by other ways: with AVX-512 in 3 times the time of 32-bit floats, without
/// it in 11 to 25 times, since oneDNN then leaves convolutions to others (SwiftNet, MobileNetV2 and ResNet-18 at 192×144).</remarks>
internal static class ProcessorBFloat16
{
    private const int ExtendedFeatures = 7;
    private const int Avx512BFloat16Bit = 5;

    /// <summary>Known of x86 alone: on others true.</summary>
    public static bool IsThere { get; } = !X86Base.IsSupported || Asked();

    private static bool Asked()
    {
        if (X86Base.CpuId(0, 0).Eax < ExtendedFeatures || X86Base.CpuId(ExtendedFeatures, 0).Eax < 1)
        {
            return false;
        }
        return (X86Base.CpuId(ExtendedFeatures, 1).Eax >> Avx512BFloat16Bit & 1) != 0;
    }
}
