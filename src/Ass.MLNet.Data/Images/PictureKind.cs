namespace Ass.MLNet.Images;

/// <summary>The kind of a file, determined from its first bytes.</summary>
internal enum PictureKind
{
    Unknown,
    Png,
    Jpeg,
    Bmp,
    Gif,
    Tiff,
    BigTiff,
    WebPLossless,
    WebPLossy,
    Avif,
    Heic,
    JpegXl,
    Jpeg2000,
}
