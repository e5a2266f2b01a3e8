using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Torch;

/// <summary>The order of values in memory, which TorchSharp has no words for. Shapes are always (B, C, H, W).</summary>
internal static class MemoryFormats
{
    extension(Tensor x)
    {
        /// <summary>Whether the channels of a pixel, more than one, lie together.</summary>
        public bool IsChannelsLast => x.dim() == 4 && x.shape[1] > 1 && x.stride(1) == 1 && !(x.shape[2] == 1 && x.shape[3] == 1);

        /// <summary>The same values with the channels of each pixel together.</summary>
        public Tensor ToChannelsLast()
        {
            using var pixels = x.permute(0, 2, 3, 1);
            using var together = pixels.contiguous();
            return together.permute(0, 3, 1, 2);
        }

        /// <summary>The same values channel after channel. Of a filter of 1×1 the strides are, too: libtorch chooses by them, though they
        /// do not matter otherwise.</summary>
        public Tensor ToChannelsFirst()
        {
            using var values = x.contiguous();
            using var flat = values.flatten();
            return flat.view(x.shape);
        }
    }
}
