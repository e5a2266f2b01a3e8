using Ass.MLNet.Appearance;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

public class GaussianBlurTests
{
    /// <summary>The second size is smaller than every radius, the third a single pixel.</summary>
    [Theory]
    [InlineData(9, 13)]
    [InlineData(2, 3)]
    [InlineData(1, 1)]
    public void It_is_the_weighted_mean_of_the_neighbourhood(int height, int width)
    {
        using var scope = NewDisposeScope();
        double[] sigmas = [0.7, 0, 1.5];
        float[] values = Noise(3 * 3 * height * width);
        var blurred = GaussianBlur.Apply(tensor(values).view(3, 3, height, width), sigmas);
        Assert.Equal([3, 3, height, width], blurred.shape);
        float[] actual = blurred.data<float>().ToArray();
        for (int plane = 0; plane < 9; plane++)
        {
            var image = values.AsMemory(plane * height * width, height * width);
            for (int at = 0; at < height * width; at++)
            {
                double expected = Plain(image.Span, height, width, at / width, at % width, sigmas[plane / 3]);
                Assert.Equal(expected, actual[plane * height * width + at], 1e-3);
            }
        }
    }

    /// <summary>exp(−1/2 σ²) at σ = 1, divided by 1 + 2 (0.60653 + 0.13534 + 0.01111) = 2.50596.</summary>
    [Fact]
    public void A_dot_becomes_the_filter()
    {
        using var scope = NewDisposeScope();
        var dot = zeros(1, 1, 7, 7);
        dot[0, 0, 3, 3] = tensor(100f);
        float[] middle = GaussianBlur.Apply(dot, [1])[0, 0, 3].data<float>().ToArray();
        double[] expected = [0.1769, 2.1551, 9.6583, 15.9241, 9.6583, 2.1551, 0.1769];
        Assert.All(expected.Zip(middle), pair => Assert.Equal(pair.First, pair.Second, 2e-3));
    }

    [Fact]
    public void Sigma_0_leaves_an_image_as_it_is_bit_for_bit()
    {
        using var scope = NewDisposeScope();
        float[] values = Noise(2 * 3 * 6 * 5);
        var pixels = tensor(values).view(2, 3, 6, 5);
        Assert.Equal(values, GaussianBlur.Apply(pixels, [0, 0]).data<float>().ToArray());
        Assert.Equal(values.Take(90), GaussianBlur.Apply(pixels, [0, 2])[0].data<float>().ToArray());
    }

    /// <summary>A picture of 10 and 20 beside padding of 99: at σ = 1 the pixel 20 has weights of 1 for itself and 0.60653 for its
    /// neighbour, and those of the edge, which goes on above and below, cancel out.</summary>
    [Fact]
    public void Padding_takes_no_part()
    {
        using var scope = NewDisposeScope();
        var pixels = tensor(new float[] { 99, 20, 10, 99 }).view(1, 1, 1, 4);
        var inside = tensor(new[] { false, true, true, false }).view(1, 1, 1, 4);
        float[] blurred = GaussianBlur.Apply(pixels, [1], inside).data<float>().ToArray();
        double[] expected = [99, (20 + 0.60653 * 10) / 1.60653, (10 + 0.60653 * 20) / 1.60653, 99];
        Assert.All(expected.Zip(blurred), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    /// <summary>Convolutions of libtorch on a CPU may read behind a tensor's end.</summary>
    [Fact]
    public void What_lies_behind_the_images_does_not_matter()
    {
        using var scope = NewDisposeScope();
        var memory = full(2 * 3 * 9 * 13 + 256, float.NaN);
        memory.narrow(0, 0, 2 * 3 * 9 * 13).fill_(7);
        var blurred = GaussianBlur.Apply(memory.narrow(0, 0, 2 * 3 * 9 * 13).view(2, 3, 9, 13), [1, 0.3]);
        Assert.All(blurred.data<float>().ToArray(), value => Assert.Equal(7, value, 1e-5));
    }

    [Fact]
    public void It_leaves_no_tensor_behind()
    {
        using var pixels = ones(2, 3, 8, 8);
        long before = LiveTensors.Count;
        GaussianBlur.Apply(pixels, [1, 0]).Dispose();
        Assert.Equal(before, LiveTensors.Count);
    }

    [Theory]
    [InlineData(new[] { 1.0 }, "2 images need 2 sigmas, but there are 1")]
    [InlineData(new[] { 1.0, -0.5 }, "Sigmas must be 0 or more, but are 1, -0.5")]
    [InlineData(new[] { 1.0, double.NaN }, "Sigmas must be 0 or more, but are 1, NaN")]
    public void It_wants_a_sigma_for_each_image(double[] sigmas, string expected)
    {
        using var pixels = zeros(2, 3, 4, 4);
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => GaussianBlur.Apply(pixels, sigmas)).Message);
    }

    /// <summary>The two-dimensional filter at once, with the image's outermost pixels going on beyond its edges.</summary>
    private static double Plain(ReadOnlySpan<float> image, int height, int width, int y, int x, double sigma)
    {
        if (sigma == 0)
        {
            return image[y * width + x];
        }
        int radius = (int)Math.Ceiling(3 * sigma);
        double sum = 0,
            weights = 0;
        for (int dy = -radius; dy <= radius; dy++)
        {
            for (int dx = -radius; dx <= radius; dx++)
            {
                double weight = Math.Exp(-(dx * dx + dy * dy) / (2 * sigma * sigma));
                weights += weight;
                sum += weight * image[Math.Clamp(y + dy, 0, height - 1) * width + Math.Clamp(x + dx, 0, width - 1)];
            }
        }
        return sum / weights;
    }

    private static float[] Noise(int count)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(_ => 255 * random.NextSingle())];
    }
}
