namespace Ass.MLNet.Labels;

/// <summary>The label of one image: one train id per pixel, row-major. Losses and metrics skip pixels marked
/// <see cref="Ignored"/>.</summary>
internal sealed class LabelMask
{
    /// <summary>The id of pixels without a class, the same for every data set.</summary>
    public const byte Ignored = 255;

    /// <summary>Wraps a buffer without copying it.</summary>
    public LabelMask(int width, int height, byte[] ids) => (Width, Height, Ids) = (width, height, ids);

    /// <summary>The width in pixels, or 0 if the column is a vector whose type does not tell its shape.</summary>
    public int Width { get; }

    /// <summary>The height in pixels, or 0 if the width is.</summary>
    public int Height { get; }

    /// <summary>Height × width train ids.</summary>
    public byte[] Ids { get; }
}
