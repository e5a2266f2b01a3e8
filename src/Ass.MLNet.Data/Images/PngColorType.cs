namespace Ass.MLNet.Images;

/// <summary>The samples that make up a PNG pixel.</summary>
internal enum PngColorType : byte
{
    Grey = 0,
    Rgb = 2,
    Palette = 3,
    GreyAlpha = 4,
    Rgba = 6,
}
