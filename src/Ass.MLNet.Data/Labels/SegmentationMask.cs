using Ass.MLNet.Labels;
using Microsoft.ML.Data;

namespace Ass.MLNet;

/// <summary>The predicted class of each pixel of an image.</summary>
public sealed class SegmentationMask
{
    private readonly SegmentationPalette _palette;

    internal SegmentationMask(int width, int height, byte[] classIds, IReadOnlyList<string> classNames, SegmentationPalette palette) =>
        (Width, Height, ClassIds, ClassNames, _palette) = (width, height, classIds, classNames, palette);

    /// <summary>The width in pixels, the same as the image's.</summary>
    public int Width { get; }

    /// <summary>The height in pixels, the same as the image's.</summary>
    public int Height { get; }

    /// <summary>Height × width train ids, 0 to K − 1, row-major: pixel (x, y) is at <c>y · Width + x</c>.</summary>
    public byte[] ClassIds { get; }

    /// <summary>The K class names: <c>ClassNames[i]</c> is the name of train id <c>i</c>.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The colours of the classes.</summary>
    internal SegmentationPalette Palette => _palette;

    /// <summary>Returns a grey image of the train ids, the encoding of label columns; the caller disposes of it.</summary>
    public MLImage ToImage() => MaskImage.Create(Width, Height, ClassIds);

    /// <summary>Returns an image in the class colours (<see cref="SegmentationPalette.ForClasses"/>); the caller disposes of it.</summary>
    public MLImage Colorize() => _palette.Colorize(ClassIds, Width, Height);

    /// <summary>Overlays the class colours on the image, with a legend of the occurring classes below. The caller disposes of the
    /// result.</summary>
    /// <param name="image">The segmented image; the caller keeps ownership.</param>
    /// <param name="opacity">The opacity of the colours, from 0 (invisible) to 1 (opaque).</param>
    /// <param name="legend">Whether to add a legend, which makes the result taller than the image.</param>
    /// <exception cref="ArgumentException">The image differs in size.</exception>
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

    /// <summary>Saves the train ids as an 8-bit grey PNG, the format of label files; an existing file is replaced.</summary>
    /// <param name="path">The file; its folder is created if needed.</param>
    public void SaveIds(string path) => SegmentationPng.Save(path, ClassIds, Width, Height);

    /// <summary>Writes the train ids as an 8-bit grey PNG, the format of label files.</summary>
    /// <param name="stream">Written in one synchronous call from its current position, and left open; it need not be seekable. ASP.NET's
    /// response body does not allow synchronous writes by default: send <see cref="EncodeIds"/> instead.</param>
    public void SaveIds(Stream stream) => SegmentationPng.Save(stream, ClassIds, Width, Height);

    /// <summary>Returns the train ids as the bytes of an 8-bit grey PNG, the format of label files.</summary>
    public byte[] EncodeIds() => SegmentationPng.Encode(ClassIds, Width, Height);

    /// <summary>Saves a palette PNG: the index is the train id, and viewers show the class colours.</summary>
    /// <inheritdoc cref="SaveIds(string)"/>
    public void SaveColors(string path) => SegmentationPng.Save(path, ClassIds, Width, Height, _palette);

    /// <summary>Writes a palette PNG: the index is the train id, and viewers show the class colours.</summary>
    /// <inheritdoc cref="SaveIds(Stream)"/>
    public void SaveColors(Stream stream) => SegmentationPng.Save(stream, ClassIds, Width, Height, _palette);

    /// <summary>Returns the bytes of a palette PNG: the index is the train id, and viewers show the class colours.</summary>
    public byte[] EncodeColors() => SegmentationPng.Encode(ClassIds, Width, Height, _palette);

    /// <summary>
    /// Saves an 8-bit grey PNG of a data set's own label values instead of train ids. With <see cref="LabelMap.Cityscapes"/> these are the
    /// label ids that the Cityscapes server expects.
    /// </summary>
    /// <param name="path">The file; its folder is created if needed.</param>
    /// <param name="map">The data set's map, which must contain all classes of this mask by name. If several values map to one class, the
    /// lowest is written.</param>
    /// <exception cref="ArgumentException">The map lacks a class.</exception>
    public void SaveLabelIds(string path, LabelMap map) => SegmentationPng.Save(path, LabelIds(map), Width, Height);

    /// <summary>Writes an 8-bit grey PNG of a data set's own label values instead of train ids; see
    /// <see cref="SaveLabelIds(string, LabelMap)"/>.</summary>
    /// <param name="stream">Written in one synchronous call from its current position, and left open; it need not be seekable.</param>
    /// <param name="map">The data set's map, which must contain all classes of this mask by name. If several values map to one class, the
    /// lowest is written.</param>
    /// <exception cref="ArgumentException">The map lacks a class.</exception>
    public void SaveLabelIds(Stream stream, LabelMap map) => SegmentationPng.Save(stream, LabelIds(map), Width, Height);

    /// <summary>Returns the bytes of an 8-bit grey PNG of a data set's own label values; see
    /// <see cref="SaveLabelIds(string, LabelMap)"/>.</summary>
    /// <param name="map">The data set's map, which must contain all classes of this mask by name. If several values map to one class, the
    /// lowest is written.</param>
    /// <exception cref="ArgumentException">The map lacks a class.</exception>
    public byte[] EncodeLabelIds(LabelMap map) => SegmentationPng.Encode(LabelIds(map), Width, Height);

    private byte[] LabelIds(LabelMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return RawLabelValues.Of(ClassIds, ClassNames, map);
    }
}
