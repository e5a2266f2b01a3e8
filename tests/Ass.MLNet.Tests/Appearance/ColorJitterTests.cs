using Ass.MLNet.Appearance;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

public class ColorJitterTests
{
    // Greys 0.114 · 110 + 0.587 · 100 + 0.299 · 120 = 107.12 and 0: the mean grey is 53.56.
    private static readonly float[] TwoPixels = [110, 0, 100, 0, 120, 0];

    public static TheoryData<double, double, double, double, float[]> Changes =>
        new()
        {
            { 1, 1, 1, 0, [110, 0, 100, 0, 120, 0] },
            { 0.5, 1, 1, 0, [55, 0, 50, 0, 60, 0] },
            // 220, 200 and 240 at twice the brightness, limited at three times.
            { 3, 1, 1, 0, [255, 0, 255, 0, 255, 0] },
            // Half of each pixel, and 26.78.
            { 1, 0.5, 1, 0, [81.78f, 26.78f, 76.78f, 26.78f, 86.78f, 26.78f] },
            // Twice each pixel less 53.56; black would be below 0.
            { 1, 2, 1, 0, [166.44f, 0, 146.44f, 0, 186.44f, 0] },
            // Twice the distance from the pixel's own grey: 2 · 110 − 107.12, …
            { 1, 1, 2, 0, [112.88f, 0, 92.88f, 0, 132.88f, 0] },
            { 1, 1, 0, 0, [107.12f, 0, 107.12f, 0, 107.12f, 0] },
            // U = 0.492 · 2.88 = 1.41696 and V = 0.877 · 12.88 = 11.29576 become −11.29576 and 1.41696.
            { 1, 1, 1, 0.25, [84.16114f, 0, 110.75581f, 0, 108.73569f, 0] },
            // All of the above: half of the saturation's and hue's result, half as bright, and 0.5 · 0.5 · 53.56 to each.
            { 0.5, 0.5, 1, 0.25, [34.43029f, 13.39f, 41.07895f, 13.39f, 40.57392f, 13.39f] },
        };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Colours_change_as_computed_by_hand(double brightness, double contrast, double saturation, double hue, float[] expected)
    {
        using var scope = NewDisposeScope();
        var changed = ColorJitter.Apply(tensor(TwoPixels).view(1, 3, 1, 2), [ColorMap.Of(brightness, contrast, saturation, hue)]);
        Assert.Equal([1, 3, 1, 2], changed.shape);
        Assert.All(expected.Zip(changed.data<float>().ToArray()), pair => Assert.Equal(pair.First, pair.Second, 2e-4));
    }

    [Fact]
    public void Each_image_gets_its_own_map_and_its_own_mean()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var pixels = rand([3, 3, 5, 7], generator: generator).mul(255);
        ColorMap[] maps = [ColorMap.Of(0.8, 1.2, 0.5, 0.1), ColorMap.Identity, ColorMap.Of(1.1, 0.7, 1.4, -0.2)];
        var together = ColorJitter.Apply(pixels, maps);
        for (int i = 0; i < 3; i++)
        {
            var alone = ColorJitter.Apply(pixels.narrow(0, i, 1), [maps[i]]);
            Assert.True(alone.allclose(together.narrow(0, i, 1), rtol: 1e-5, atol: 1e-4));
        }
        Assert.Equal(pixels[1].data<float>().ToArray(), together[1].data<float>().ToArray());
    }

    [Fact]
    public void Padding_neither_counts_nor_changes()
    {
        using var scope = NewDisposeScope();
        var inside = tensor([true, false, true]).view(1, 1, 1, 3);
        var pixels = tensor([110f, 104, 0, 100, 117, 0, 120, 123, 0]).view(1, 3, 1, 3);
        float[] changed = ColorJitter.Apply(pixels, [ColorMap.Of(contrast: 0.5)], inside).data<float>().ToArray();
        float[] expected = [81.78f, 104, 26.78f, 76.78f, 117, 26.78f, 86.78f, 123, 26.78f];
        Assert.All(expected.Zip(changed), pair => Assert.Equal(pair.First, pair.Second, 2e-4));
    }

    [Fact]
    public void It_leaves_its_input_alone_and_no_tensor_behind()
    {
        using var pixels = full([2, 3, 4, 4], 100, ScalarType.Float32);
        long before = LiveTensors.Count;
        ColorJitter.Apply(pixels, [ColorMap.Of(0.5), ColorMap.Of(2)]).Dispose();
        Assert.Equal(before, LiveTensors.Count);
        Assert.All(pixels.data<float>().ToArray(), value => Assert.Equal(100, value));
    }

    [Fact]
    public void It_wants_a_map_for_each_image()
    {
        using var pixels = zeros(2, 3, 4, 4);
        var error = Assert.Throws<ArgumentException>(() => ColorJitter.Apply(pixels, [ColorMap.Identity]));
        Assert.Contains("2 images need 2 colour maps, but there are 1", error.Message);
    }
}
