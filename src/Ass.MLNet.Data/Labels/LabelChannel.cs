namespace Ass.MLNet;

/// <summary>The channel of a label file's pixels that holds the label; not used with a colour map.</summary>
public enum LabelChannel
{
    /// <summary>
    /// The grey value, or the index of a palette image (the default). A colour image is accepted only if red, green and blue are equal in
    /// every pixel.
    /// </summary>
    Grey,

    /// <summary>The first channel of a colour image, used by CARLA's semantic segmentation cameras and SYNTHIA's 16-bit images. Same as
    /// <see cref="Grey"/> for grey and palette images.</summary>
    Red,
}
