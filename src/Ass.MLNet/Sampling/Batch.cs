using Ass.MLNet.Images;
using Ass.MLNet.Labels;
using Ass.MLNet.Losses;
using Ass.MLNet.Networks;
using Ass.MLNet.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Sampling;

/// <summary>Samples of one stream, padded on the right and at the bottom to the size of the largest; the padding is ignored.</summary>
internal sealed class Batch
{
    private readonly byte[] _pixels;
    private readonly Window[]? _pictures;

    private Batch(byte[] pixels, Window[]? pictures, LabelBatch? labels, int count, int height, int width)
    {
        (_pixels, _pictures) = (pixels, pictures);
        Labels = labels;
        (Count, Height, Width) = (count, height, width);
    }

    public int Count { get; }

    public int Height { get; }

    public int Width { get; }

    /// <summary>The labels, if the stream has them.</summary>
    public LabelBatch? Labels { get; }

    /// <summary>Where in each image the picture lies; all around is padding.</summary>
    public IReadOnlyList<Window> Pictures => _pictures ?? Enumerable.Repeat(new Window(0, 0, Width, Height), Count).ToArray();

    public static Batch Create(IReadOnlyList<Sample> samples, ReadOnlySpan<byte> padding)
    {
        int height = samples.Max(s => s.Image.Height);
        int width = samples.Max(s => s.Image.Width);
        bool labeled = samples[0].Ids is not null;
        var pictures = PicturesOf(samples, height, width);
        if (samples.Count == 1)
        {
            var label = labeled ? new LabelBatch(samples[0].Ids!, 1, height, width) : null;
            return new Batch(samples[0].Image.Pixels, pictures, label, 1, height, width);
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

        var labels = labeled ? new LabelBatch(ids, samples.Count, height, width) : null;
        return new Batch(pixels, pictures, labels, samples.Count, height, width);
    }

    /// <summary>The normalised images, (B, 3, H, W) on <paramref name="device"/>.</summary>
    public Tensor ToTensor(InputNormalization normalization, Device device) =>
        normalization.ToTensor(_pixels, Count, Height, Width, device);

    /// <summary>The images, (B, 3, H, W) on <paramref name="device"/>, B, G, R from 0 to 255.</summary>
    public Tensor ToPixels(Device device) => InputNormalization.ToPixels(_pixels, Count, Height, Width, device);

    /// <summary>(B, 1, H, W) on <paramref name="device"/>: true inside the pictures, false where images are padded. Null if none
    /// is.</summary>
    public Tensor? Inside(Device device)
    {
        if (_pictures is null)
        {
            return null;
        }
        bool[] inside = new bool[Count * Height * Width];
        for (int i = 0; i < Count; i++)
        {
            var picture = _pictures[i];
            for (int y = picture.Y; y < picture.Y + picture.Height; y++)
            {
                Array.Fill(inside, true, (i * Height + y) * Width + picture.X, picture.Width);
            }
        }
        return DeviceCopy.Of(inside, [Count, 1, Height, Width], device);
    }

    /// <summary>Where each picture lies; null if all cover their images and the batch.</summary>
    private static Window[]? PicturesOf(IReadOnlyList<Sample> samples, int height, int width)
    {
        var all = new Window(0, 0, width, height);
        Window[] pictures = [.. samples.Select(s => s.Picture ?? new Window(0, 0, s.Image.Width, s.Image.Height))];
        return pictures.All(picture => picture == all) ? null : pictures;
    }
}
