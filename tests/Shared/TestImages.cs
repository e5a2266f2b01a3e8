using Ass.MLNet.Images;
using Microsoft.ML.Data;

namespace Ass.MLNet.Tests;

internal static class TestImages
{
    /// <summary>An opaque image from B, G, R triples.</summary>
    public static MLImage Bgr(int width, params byte[] bgr) => new BgrImage(width, bgr.Length / 3 / width, bgr).ToMLImage();

    /// <summary>An opaque grey image.</summary>
    public static MLImage Grey(int width, params byte[] ids) => Bgr(width, [.. ids.SelectMany(id => new[] { id, id, id })]);

    public static MLImage Plain(int width, int height, byte red, byte green, byte blue) =>
        Bgr(width, [.. Enumerable.Repeat(new[] { blue, green, red }, width * height).SelectMany(pixel => pixel)]);
}
