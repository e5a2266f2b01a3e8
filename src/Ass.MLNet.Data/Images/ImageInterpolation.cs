namespace Ass.MLNet;

/// <summary>How images are resized. Both filters widen when an image is made smaller, so that nothing aliases; labels always take the
/// nearest pixel.</summary>
public enum ImageInterpolation
{
    /// <summary>A triangle, Pillow's <c>BILINEAR</c>. The default.</summary>
    Bilinear,

    /// <summary>Keys' cubic with a = −½, Pillow's <c>BICUBIC</c>: sharper, with slight overshoot at edges, which is cut off at 0 and 255.
    /// AdaptSegNet's.</summary>
    Bicubic,
}
