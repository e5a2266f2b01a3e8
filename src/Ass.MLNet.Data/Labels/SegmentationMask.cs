using Ass.MLNet.Labels;
using Microsoft.ML.Data;

namespace Ass.MLNet;

/// <summary>The classes of an image's pixels.</summary>
public sealed class SegmentationMask
{
    private readonly SegmentationPalette _palette;

    internal SegmentationMask(int width, int height, byte[] classIds, IReadOnlyList<string> classNames, SegmentationPalette palette) =>
        (Width, Height, ClassIds, ClassNames, _palette) = (width, height, classIds, classNames, palette);

    /// <summary>Width in pixels, the image's own.</summary>
    public int Width { get; }

    /// <summary>Height in pixels, the image's own.</summary>
    public int Height { get; }

    /// <summary>Height × width train ids from 0 to K − 1, row-major: pixel (x, y) is at <c>y · Width + x</c>.</summary>
    public byte[] ClassIds { get; }

    /// <summary>The K class names; train id <c>i</c> is called <c>ClassNames[i]</c>.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>A grey picture whose value is the train id, the encoding of label columns; the caller disposes of it.</summary>
    public MLImage ToImage() => MaskImage.Create(Width, Height, ClassIds);

    /// <summary>A picture in the classes' colours (<see cref="SegmentationPalette.ForClasses"/>); the caller disposes of it.</summary>
    public MLImage Colorize() => _palette.Colorize(ClassIds, Width, Height);

    /// <summary>The image with the classes' colours laid over it, and below it a legend of the classes that occur; the caller disposes of
    /// it.</summary>
    /// <param name="image">The image that was segmented; it stays the caller's.</param>
    /// <param name="opacity">How much of the colour covers the image: 0 (nothing) – 1 (all of it).</param>
    /// <param name="legend">Whether there is a legend; it makes the picture higher than the image.</param>
    /// <exception cref="ArgumentException">The image is of another size.</exception>
    public MLImage Overlay(MLImage image, double opacity = 0.5, bool legend = true)
    {
        ArgumentNullException.ThrowIfNull(image);
        if ((image.Width, image.Height) != (Width, Height))
        {
            throw new ArgumentException($"The image is {image.Width}×{image.Height}, but the mask is {Width}×{Height}.", nameof(image));
        }

        var overlay = _palette.Overlay(image, ClassIds, opacity);
        if (!legend)
        {
            return overlay;
        }

        using (overlay)
        {
            return new SegmentationLegend(ClassNames, _palette).Only(ClassIds).Below(overlay);
        }
    }

    /// <summary>Saves the train ids as an 8-bit grey PNG, the form of label files; a file that is there is replaced.</summary>
    /// <param name="path">The file; its folder is made where it is missing.</param>
    public void SaveIds(string path) => SegmentationPng.Save(path, ClassIds, Width, Height);

    /// <summary>Writes the train ids as an 8-bit grey PNG, the form of label files.</summary>
    /// <param name="stream">Written from its current position in one go, and left open; it need not be able to seek. ASP.NET's response
    /// body takes no such write by default: give it <see cref="EncodeIds"/>.</param>
    public void SaveIds(Stream stream) => SegmentationPng.Save(stream, ClassIds, Width, Height);

    /// <summary>The train ids as the bytes of an 8-bit grey PNG, the form of label files.</summary>
    public byte[] EncodeIds() => SegmentationPng.Encode(ClassIds, Width, Height);

    /// <summary>Saves a palette PNG: shown in the classes' colours, and its index is the train id.</summary>
    /// <inheritdoc cref="SaveIds(string)"/>
    public void SaveColors(string path) => SegmentationPng.Save(path, ClassIds, Width, Height, _palette);

    /// <summary>Writes a palette PNG: shown in the classes' colours, and its index is the train id.</summary>
    /// <inheritdoc cref="SaveIds(Stream)"/>
    public void SaveColors(Stream stream) => SegmentationPng.Save(stream, ClassIds, Width, Height, _palette);

    /// <summary>The bytes of a palette PNG: shown in the classes' colours, and its index is the train id.</summary>
    public byte[] EncodeColors() => SegmentationPng.Encode(ClassIds, Width, Height, _palette);

    /// <summary>
    /// Saves an 8-bit grey PNG of a data set's own label values instead of train ids: with <see cref="LabelMap.Cityscapes"/> the label ids
    /// that the Cityscapes server expects.
    /// </summary>
    /// <param name="path">The file; its folder is made where it is missing.</param>
    /// <param name="map">The data set's map, which has all classes of this mask by name; where several values mean one class, the lowest is
    /// written.</param>
    /// <exception cref="ArgumentException">The map lacks a class.</exception>
    public void SaveLabelIds(string path, LabelMap map) => SegmentationPng.Save(path, LabelIds(map), Width, Height);

    /// <summary>Writes an 8-bit grey PNG of a data set's own label values instead of train ids; see
    /// <see cref="SaveLabelIds(string, LabelMap)"/>.</summary>
    /// <param name="stream">Written from its current position in one go, and left open; it need not be able to seek.</param>
    /// <param name="map">The data set's map, which has all classes of this mask by name; where several values mean one class, the lowest is
    /// written.</param>
    /// <exception cref="ArgumentException">The map lacks a class.</exception>
    public void SaveLabelIds(Stream stream, LabelMap map) => SegmentationPng.Save(stream, LabelIds(map), Width, Height);

    /// <summary>The bytes of an 8-bit grey PNG of a data set's own label values; see
    /// <see cref="SaveLabelIds(string, LabelMap)"/>.</summary>
    /// <param name="map">The data set's map, which has all classes of this mask by name; where several values mean one class, the lowest is
    /// written.</param>
    /// <exception cref="ArgumentException">The map lacks a class.</exception>
    public byte[] EncodeLabelIds(LabelMap map) => SegmentationPng.Encode(LabelIds(map), Width, Height);

    private byte[] LabelIds(LabelMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return RawLabelValues.Of(ClassIds, ClassNames, map);
    }
}
