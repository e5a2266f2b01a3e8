using static TorchSharp.torch;

namespace Ass.MLNet.Torch;

/// <summary>libtorch's names of the precisions.</summary>
internal static class NumberTypes
{
    extension(SegmentationPrecision precision)
    {
        public ScalarType NumberType => precision == SegmentationPrecision.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;
    }
}
