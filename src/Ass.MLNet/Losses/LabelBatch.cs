using Ass.MLNet.Images;
using Ass.MLNet.Labels;
using Ass.MLNet.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Losses;

/// <summary>The labels of a batch in managed memory: <see cref="Count"/> label images of train ids, one after another; 255 =
/// ignored.</summary>
internal sealed class LabelBatch
{
    private readonly byte[] _ids;

    public LabelBatch(byte[] ids, int count, int height, int width)
    {
        if (ids.Length != (long)count * height * width)
        {
            throw new ArgumentException(
                $"{count} labels of {width}x{height} are {(long)count * height * width} ids, not {ids.Length}.",
                nameof(ids)
            );
        }
        _ids = ids;
        (Count, Height, Width) = (count, height, width);
        LabeledPixels = ids.Length - ids.AsSpan().Count(LabelMask.Ignored);
    }

    /// <summary>B.</summary>
    public int Count { get; }

    public int Height { get; }

    public int Width { get; }

    /// <summary>Pixels that are not ignored, over the whole batch.</summary>
    public int LabeledPixels { get; }

    /// <summary>The ids of one of the images.</summary>
    public ReadOnlySpan<byte> Of(int image) => _ids.AsSpan(image * Height * Width, Height * Width);

    /// <summary>(B, H, W) of 64-bit ids on <paramref name="device"/>; they are transferred as bytes.</summary>
    public Tensor ToTensor(Device device)
    {
        using var bytes = DeviceCopy.Of(_ids, [Count, Height, Width], device);
        return bytes.to(ScalarType.Int64);
    }

    /// <summary>Resizes the labels to h × w: each output pixel takes the label of the input pixel at its centre.</summary>
    public byte[] ResizeNearest(int height, int width)
    {
        if (height == Height && width == Width)
        {
            return _ids;
        }

        var columns = new int[width];
        for (int x = 0; x < width; x++)
        {
            columns[x] = Resampler.Nearest(x, Width, width);
        }
        var small = new byte[Count * height * width];
        for (int image = 0, to = 0; image < Count; image++)
        {
            for (int y = 0; y < height; y++)
            {
                int row = (image * Height + Resampler.Nearest(y, Height, height)) * Width;
                for (int x = 0; x < width; x++)
                {
                    small[to++] = _ids[row + columns[x]];
                }
            }
        }

        return small;
    }
}
