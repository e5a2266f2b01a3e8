using Ass.MLNet.Images;
using Ass.MLNet.Labels;
using Ass.MLNet.Losses;
using Ass.MLNet.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Sampling;

/// <summary>Samples of one stream, padded on the right and at the bottom to the size of the largest; the padding is ignored.</summary>
internal sealed class Batch
{
    private readonly byte[] _pixels;

    private Batch(byte[] pixels, LabelBatch? labels, int count, int height, int width)
    {
        _pixels = pixels;
        Labels = labels;
        (Count, Height, Width) = (count, height, width);
    }

    public int Count { get; }

    public int Height { get; }

    public int Width { get; }

    /// <summary>The labels, if the stream has them.</summary>
    public LabelBatch? Labels { get; }

    public static Batch Create(IReadOnlyList<Sample> samples, ReadOnlySpan<byte> padding)
    {
        int height = samples.Max(s => s.Image.Height);
        int width = samples.Max(s => s.Image.Width);
        bool labeled = samples[0].Ids is not null;
        if (samples.Count == 1)
        {
            return new Batch(samples[0].Image.Pixels, labeled ? new LabelBatch(samples[0].Ids!, 1, height, width) : null, 1, height, width);
        }

        byte[] pixels = GC.AllocateUninitializedArray<byte>(samples.Count * height * width * 3);
        byte[] ids = labeled ? GC.AllocateUninitializedArray<byte>(samples.Count * height * width) : [];
        if (samples.Any(s => s.Image.Height < height || s.Image.Width < width))
        {
            for (int i = 0; i < pixels.Length; i += 3)
            {
                padding.CopyTo(pixels.AsSpan(i, 3));
            }
            Array.Fill(ids, LabelMask.Ignored);
        }
        for (int i = 0; i < samples.Count; i++)
        {
            var image = samples[i].Image;
            for (int y = 0; y < image.Height; y++)
            {
                int to = (i * height + y) * width;
                image.Pixels.AsSpan(y * image.Width * 3, image.Width * 3).CopyTo(pixels.AsSpan(to * 3));
                if (labeled)
                {
                    samples[i].Ids.AsSpan(y * image.Width, image.Width).CopyTo(ids.AsSpan(to));
                }
            }
        }

        return new Batch(pixels, labeled ? new LabelBatch(ids, samples.Count, height, width) : null, samples.Count, height, width);
    }

    /// <summary>The normalised images, (B, 3, H, W) on <paramref name="device"/>.</summary>
    public Tensor ToTensor(InputNormalization normalization, Device device) =>
        normalization.ToTensor(_pixels, Count, Height, Width, device);

    /// <summary>The images, (B, 3, H, W) on <paramref name="device"/>, B, G, R from 0 to 255.</summary>
    public Tensor ToPixels(Device device) => InputNormalization.ToPixels(_pixels, Count, Height, Width, device);
}
