namespace Ass.MLNet;

/// <summary>Which number of a pixel in a label file is the label; without meaning where the label map is one of colours.</summary>
public enum LabelChannel
{
    /// <summary>
    /// The grey value, or the index in a palette picture (the default). A colour picture is accepted only where red, green and blue are the
    /// same everywhere.
    /// </summary>
    Grey,

    /// <summary>The first channel of a colour picture: semantic segmentation cameras of CARLA, and SYNTHIA's 16-bit pictures. As
    /// <see cref="Grey"/> in grey and palette pictures.</summary>
    Red,
}
