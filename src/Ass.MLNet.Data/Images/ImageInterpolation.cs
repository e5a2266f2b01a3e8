namespace Ass.MLNet;

/// <summary>The filter for resizing images. Both filters widen when downscaling, to prevent aliasing. Labels always use the nearest
/// pixel.</summary>
public enum ImageInterpolation
{
    /// <summary>A triangle filter, like Pillow's <c>BILINEAR</c>. The default.</summary>
    Bilinear,

    /// <summary>Keys' cubic filter with a = −½, like Pillow's <c>BICUBIC</c>: sharper, with slight overshoot at edges, clipped to 0–255.
    /// Used by AdaptSegNet.</summary>
    Bicubic,
}
