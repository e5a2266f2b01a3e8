namespace Ass.MLNet.Images;

/// <summary>What the samples of a PNG picture's pixel are.</summary>
internal enum PngColorType : byte
{
    Grey = 0,
    Rgb = 2,
    Palette = 3,
    GreyAlpha = 4,
    Rgba = 6,
}
