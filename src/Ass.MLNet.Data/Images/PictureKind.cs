namespace Ass.MLNet.Images;

/// <summary>What a file is, by its first bytes.</summary>
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
