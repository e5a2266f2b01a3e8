using Ass.MLNet;
using Microsoft.ML.Data;

namespace StreetScenes;

/// <summary>A rendered picture and what each of its pixels shows.</summary>
/// <param name="Pixels">Height × width × (blue, green, red, 255), row-major.</param>
/// <param name="Labels">Height × width train ids of <see cref="LabelMap.CamVid"/>, 0–10, row-major; 255 is ignored.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
public sealed record StreetScene(byte[] Pixels, byte[] Labels, int Width, int Height)
{
    /// <summary>The names of the classes, in the order of the ids.</summary>
    public static IReadOnlyList<string> ClassNames => LabelMap.CamVid.ClassNames;

    /// <summary>The picture; the caller disposes of it.</summary>
    public MLImage ToImage() => MLImage.CreateFromPixels(Width, Height, MLPixelFormat.Bgra32, Pixels);
}
