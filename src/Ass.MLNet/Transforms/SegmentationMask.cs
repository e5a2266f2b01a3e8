using Microsoft.ML.Data;

namespace Ass.MLNet;

/// <summary>The classes of an image's pixels.</summary>
public sealed class SegmentationMask
{
    private readonly SegmentationPalette _palette;

    internal SegmentationMask(int width, int height, byte[] classIds, IReadOnlyList<string> classNames, SegmentationPalette palette)
        => (Width, Height, ClassIds, ClassNames, _palette) = (width, height, classIds, classNames, palette);

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
}
