using System.Buffers;
using System.Drawing;
using System.Runtime.InteropServices;
using Ass.MLNet.Images;
using Ass.MLNet.Labels;
using Microsoft.ML.Data;

namespace Ass.MLNet;

/// <summary>One colour per class, for displaying train ids.</summary>
public sealed class SegmentationPalette
{
    private const uint Opaque = 0xFF000000;

    // Indexed by id: the four bytes B, G, R, A of a pixel. Ignored is opaque black.
    private readonly uint[] _pixels = new uint[256];

    /// <summary>Creates a palette from colours in the order of the train ids; their alpha is ignored.</summary>
    /// <exception cref="ArgumentException">There are no colours, or more than 255.</exception>
    public SegmentationPalette(IReadOnlyList<Color> colors)
    {
        ArgumentNullException.ThrowIfNull(colors);
        if (colors.Count is 0 or > 255)
        {
            throw new ArgumentException($"A palette needs 1–255 colours, but {colors.Count} were given.", nameof(colors));
        }

        Colors = Array.AsReadOnly(colors.ToArray());
        Array.Fill(_pixels, Opaque);
        for (int id = 0; id < colors.Count; id++)
        {
            _pixels[id] = Opaque | ((uint)colors[id].R << 16) | ((uint)colors[id].G << 8) | colors[id].B;
        }
    }

    /// <summary>The colours of the 11 CamVid classes.</summary>
    public static SegmentationPalette CamVid { get; } = new(SegmentationClasses.CamVid.Colors);

    /// <summary>The colours of the 19 Cityscapes classes.</summary>
    public static SegmentationPalette Cityscapes { get; } = new(SegmentationClasses.Cityscapes.Colors);

    /// <summary>The colours in the order of the train ids.</summary>
    public IReadOnlyList<Color> Colors { get; }

    /// <summary>
    /// Returns colours for a list of classes: those of CamVid, Cityscapes, CARLA or Pascal VOC, whichever is the first to contain all
    /// names, or else the Pascal VOC colour map.
    /// </summary>
    /// <remarks>
    /// The VOC map starts with black, which is also the colour of ignored pixels. It is used only if the first class is named
    /// <c>background</c>, as in VOC, and skipped otherwise.
    /// </remarks>
    /// <param name="classNames">1–255 class names in the order of the train ids; letter case matters only if both sets contain a
    /// name.</param>
    public static SegmentationPalette ForClasses(IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(classNames);
        foreach (var comparer in new[] { StringComparer.Ordinal, StringComparer.OrdinalIgnoreCase })
        {
            foreach (var known in SegmentationClasses.All)
            {
                int[] ids = [.. classNames.Select(name => known.Names.ToList().FindIndex(n => comparer.Equals(n, name)))];
                if (ids.All(id => id >= 0))
                {
                    return new SegmentationPalette([.. ids.Select(id => known.Colors[id])]);
                }
            }
        }

        bool startsWithBackground = "background".Equals(classNames[0], StringComparison.OrdinalIgnoreCase);
        return Voc(startsWithBackground ? 0 : 1, classNames.Count);
    }

    /// <summary>Returns an image in the class colours; ignored pixels are black. The caller disposes of it.</summary>
    /// <param name="ids">Height × width train ids, row-major.</param>
    /// <param name="width">The width in pixels.</param>
    /// <param name="height">The height in pixels.</param>
    /// <exception cref="ArgumentException">The number of ids is not width · height, or an id has no colour.</exception>
    public MLImage Colorize(ReadOnlySpan<byte> ids, int width, int height)
    {
        CheckIds(ids, width, height);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ids.Length * 4);
        try
        {
            var bytes = buffer.AsSpan(0, ids.Length * 4);
            var pixels = MemoryMarshal.Cast<byte, uint>(bytes);
            for (int i = 0; i < ids.Length; i++)
            {
                pixels[i] = _pixels[ids[i]];
            }

            return MLImage.CreateFromPixels(width, height, MLPixelFormat.Bgra32, bytes);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Returns an image in the class colours, given an image of train ids, for instance from a Label or PredictedLabel
    /// column.</summary>
    /// <inheritdoc cref="Colorize(ReadOnlySpan{byte}, int, int)"/>
    public MLImage Colorize(MLImage ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var mask = LabelImageReader.FromGrey(ids, "the given image");
        return Colorize(mask.Ids, mask.Width, mask.Height);
    }

    /// <summary>Overlays the class colours on the image; ignored pixels are left unchanged. The caller disposes of the result.</summary>
    /// <param name="image">The image.</param>
    /// <param name="ids">One train id per pixel of the image, row-major.</param>
    /// <param name="opacity">The opacity of the colours, from 0 (invisible) to 1 (opaque).</param>
    /// <exception cref="ArgumentException">The number of ids differs from the number of pixels, or an id has no colour.</exception>
    public MLImage Overlay(MLImage image, ReadOnlySpan<byte> ids, double opacity = 0.5)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (!(opacity is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(opacity), opacity, "The opacity must be between 0 and 1.");
        }

        CheckIds(ids, image.Width, image.Height);
        var bgr = BgrImage.FromMLImage(image);
        int weight = (int)Math.Round(opacity * 256);
        for (int i = 0; i < ids.Length; i++)
        {
            if (ids[i] == LabelMask.Ignored)
            {
                continue;
            }

            uint color = _pixels[ids[i]];
            for (int channel = 0; channel < 3; channel++, color >>= 8)
            {
                ref byte value = ref bgr.Pixels[(i * 3) + channel];
                value = (byte)(((value * (256 - weight)) + ((int)(color & 0xFF) * weight) + 128) >> 8);
            }
        }

        return bgr.ToMLImage();
    }

    /// <summary>Overlays the colours of an image of train ids on the image.</summary>
    /// <inheritdoc cref="Overlay(MLImage, ReadOnlySpan{byte}, double)"/>
    public MLImage Overlay(MLImage image, MLImage ids, double opacity = 0.5)
    {
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(image);
        if ((image.Width, image.Height) != (ids.Width, ids.Height))
        {
            throw new ArgumentException(
                $"The image is {image.Width}×{image.Height}, but the image of ids is {ids.Width}×{ids.Height}.",
                nameof(ids)
            );
        }

        return Overlay(image, LabelImageReader.FromGrey(ids, "the given image").Ids, opacity);
    }

    /// <summary>Colours <paramref name="first"/>, <paramref name="first"/> + 1, … of the Pascal VOC colour map.</summary>
    internal static SegmentationPalette Voc(int first, int count) => new([.. Enumerable.Range(first, count).Select(VocColor)]);

    // The rule of the development kit: the bits of the index are dealt out to red, green and blue, from each channel's highest bit down.
    private static Color VocColor(int index)
    {
        int red = 0,
            green = 0,
            blue = 0;
        for (int bit = 7; index > 0; bit--, index >>= 3)
        {
            red |= (index & 1) << bit;
            green |= ((index >> 1) & 1) << bit;
            blue |= ((index >> 2) & 1) << bit;
        }

        return Color.FromArgb(red, green, blue);
    }

    /// <summary>Returns R, G, B of all 256 ids for a palette PNG; ids without a colour are black.</summary>
    internal byte[] ToRgb()
    {
        var rgb = new byte[_pixels.Length * 3];
        for (int id = 0; id < _pixels.Length; id++)
        {
            rgb[id * 3] = (byte)(_pixels[id] >> 16);
            rgb[(id * 3) + 1] = (byte)(_pixels[id] >> 8);
            rgb[(id * 3) + 2] = (byte)_pixels[id];
        }

        return rgb;
    }

    private void CheckIds(ReadOnlySpan<byte> ids, int width, int height)
    {
        if (ids.Length != width * height)
        {
            throw new ArgumentException(
                $"A {width}×{height} picture needs {width * height} ids, but {ids.Length} were given.",
                nameof(ids)
            );
        }

        int bad = Colors.Count == 255 ? -1 : ids.IndexOfAnyInRange((byte)Colors.Count, (byte)254);
        if (bad >= 0)
        {
            throw new ArgumentException(
                $"Id {ids[bad]} at pixel ({bad % width}, {bad / width}) has no colour: the palette has {Colors.Count}, for ids "
                    + $"0–{Colors.Count - 1}.",
                nameof(ids)
            );
        }
    }
}
