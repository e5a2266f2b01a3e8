using Ass.MLNet.Appearance;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

public class LabColorsTests
{
    /// <summary>Published values of the primaries and of white; the others computed in 64 bits from the standards' formulas, dark ones on
    /// both straight pieces of the curves.</summary>
    [Theory]
    [InlineData(255, 0, 0, 53.2408, 80.0925, 67.2032)]
    [InlineData(0, 255, 0, 87.7347, -86.1827, 83.1793)]
    [InlineData(0, 0, 255, 32.2970, 79.1875, -107.8602)]
    [InlineData(255, 255, 255, 100, 0, 0)]
    [InlineData(0, 0, 0, 0, 0, 0)]
    [InlineData(128, 128, 128, 53.5850, 0, 0)]
    [InlineData(200, 50, 100, 46.2906, 61.2521, 7.4051)]
    [InlineData(1, 1, 1, 0.2742, 0, 0)]
    [InlineData(2, 0, 1, 0.1364, 0.6621, -0.1942)]
    public void Colours_have_their_known_values(float red, float green, float blue, double l, double a, double b)
    {
        using var scope = NewDisposeScope();
        float[] lab = LabColors.FromPixels(tensor([blue, green, red]).view(1, 3, 1, 1)).data<float>().ToArray();
        Assert.Equal(l, lab[0], 1e-3);
        Assert.Equal(a, lab[1], 1e-3);
        Assert.Equal(b, lab[2], 1e-3);
    }

    [Fact]
    public void All_colours_come_back()
    {
        using var scope = NewDisposeScope();
        var levels = tensor(Enumerable.Range(0, 18).Select(i => 15f * i).ToArray());
        var pixels = stack(meshgrid([levels, levels, levels], indexing: "ij")).view(1, 3, 18, -1);
        var back = LabColors.ToPixels(LabColors.FromPixels(pixels));
        Assert.Equal(pixels.shape, back.shape);
        Assert.InRange((back - pixels).abs().max().item<float>(), 0, 0.01);
    }

    [Fact]
    public void Colours_that_the_screen_lacks_are_limited()
    {
        using var scope = NewDisposeScope();
        // Brighter than white, and a green without any blue or red.
        var lab = tensor([120f, 50, 0, -150, 0, 150]).view(1, 3, 1, 2);
        float[] pixels = LabColors.ToPixels(lab).data<float>().ToArray();
        Assert.All(pixels, value => Assert.InRange(value, 0, 255));
        Assert.All([pixels[0], pixels[2], pixels[4]], white => Assert.Equal(255, white, 1e-3));
        Assert.Equal([0, 0], new[] { pixels[1], pixels[5] });
    }
}
