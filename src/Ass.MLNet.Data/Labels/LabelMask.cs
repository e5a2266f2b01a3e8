namespace Ass.MLNet.Labels;

/// <summary>The label of one image: a train id per pixel, row-major; <see cref="Ignored"/> marks pixels that no loss and no metric
/// sees.</summary>
internal sealed class LabelMask
{
    /// <summary>The id of a pixel without a class, in every data set's train ids.</summary>
    public const byte Ignored = 255;

    /// <summary>Wraps a buffer without copying it.</summary>
    public LabelMask(int width, int height, byte[] ids) => (Width, Height, Ids) = (width, height, ids);

    /// <summary>The width in pixels, or 0 where the column is a vector, which does not know its shape.</summary>
    public int Width { get; }

    /// <summary>The height in pixels, or 0 where the column is a vector.</summary>
    public int Height { get; }

    /// <summary>Height × width train ids.</summary>
    public byte[] Ids { get; }
}
