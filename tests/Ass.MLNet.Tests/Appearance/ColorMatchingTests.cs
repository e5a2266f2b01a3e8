using Ass.MLNet.Appearance;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

public class ColorMatchingTests
{
    [Fact]
    public void An_image_matched_to_itself_stays()
    {
        using var scope = NewDisposeScope();
        var image = Noise(1, [2, 3, 9, 11], 0, 255);
        Assert.InRange((ColorMatching.Apply(image, image) - image).abs().max().item<float>(), 0, 0.02);
    }

    /// <summary>Of colours that are far from every limit.</summary>
    [Fact]
    public void Each_image_has_its_models_statistics_afterwards()
    {
        using var scope = NewDisposeScope();
        var images = Noise(2, [2, 3, 16, 20], 90, 160);
        var models = cat([Noise(3, [1, 3, 12, 9], 60, 120), Noise(4, [1, 3, 12, 9], 130, 180)]);
        var matched = ColorMatching.Apply(images, models);
        Assert.Equal(images.shape, matched.shape);
        for (int i = 0; i < 2; i++)
        {
            var (actual, expected) = (Statistics(matched[i]), Statistics(models[i]));
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 0.01));
        }
        Assert.All(matched.data<float>().ToArray(), value => Assert.InRange(value, 1, 254));
    }

    /// <summary>Greys have a = b = 0: only L moves. The image's L are 20 and 60, the model's 50 and 70: 40 ± 20 becomes 60 ± 10.</summary>
    [Fact]
    public void Greys_move_as_computed_by_hand()
    {
        using var scope = NewDisposeScope();
        var matched = ColorMatching.Apply(Greys(20, 60), Greys(50, 70));
        Assert.InRange((matched - Greys(50, 70)).abs().max().item<float>(), 0, 0.02);

        // 20, 60 and 40 become 50, 70 and 60.
        var (three, expected) = (Greys(20, 60, 40, 40), Greys(50, 70, 60, 60));
        float spread = MathF.Sqrt(2);
        var model = Greys(60 - 10 / spread, 60 + 10 / spread);
        Assert.InRange((ColorMatching.Apply(three, model) - expected).abs().max().item<float>(), 0, 0.02);
    }

    [Fact]
    public void An_image_of_one_colour_takes_the_mean_without_noise()
    {
        using var scope = NewDisposeScope();
        var image = full([1, 3, 40, 50], 97, ScalarType.Float32);
        var matched = ColorMatching.Apply(image, Greys(10, 90));
        Assert.InRange((matched - Greys(50)).abs().max().item<float>(), 0, 0.5);
        var flat = ColorMatching.Apply(Noise(5, [1, 3, 8, 8], 0, 255), image);
        Assert.InRange((flat - image.narrow(2, 0, 8).narrow(3, 0, 8)).abs().max().item<float>(), 0, 0.1);
    }

    [Fact]
    public void Padding_neither_counts_nor_changes()
    {
        using var scope = NewDisposeScope();
        var (image, model) = (Noise(6, [1, 3, 6, 7], 0, 255), Noise(7, [1, 3, 5, 4], 0, 255));
        var expected = ColorMatching.Apply(image, model);
        var (padded, imageInside) = Pad(image);
        var (paddedModel, modelInside) = Pad(model);
        var matched = ColorMatching.Apply(padded, paddedModel, imageInside, modelInside);
        Assert.InRange((matched.narrow(2, 0, 6).narrow(3, 2, 7) - expected).abs().max().item<float>(), 0, 0.01);
        Assert.True(matched.narrow(2, 6, 3).eq(250).all().item<bool>());
        Assert.True(matched.narrow(3, 0, 2).eq(250).all().item<bool>());

        static (Tensor Padded, Tensor Inside) Pad(Tensor x)
        {
            var inside = nn.functional.pad(ones(1, 1, x.shape[2], x.shape[3]), [2, 0, 0, 3]).to(ScalarType.Bool);
            return (nn.functional.pad(x, [2, 0, 0, 3], value: 250), inside);
        }
    }

    [Fact]
    public void It_leaves_its_inputs_alone_and_no_tensor_behind()
    {
        using var image = full([1, 3, 4, 4], 100, ScalarType.Float32);
        using var model = full([1, 3, 4, 4], 50, ScalarType.Float32);
        long before = LiveTensors.Count;
        ColorMatching.Apply(image, model).Dispose();
        Assert.Equal(before, LiveTensors.Count);
        Assert.All(image.data<float>().ToArray(), value => Assert.Equal(100, value));
        Assert.All(model.data<float>().ToArray(), value => Assert.Equal(50, value));
    }

    [Fact]
    public void Each_image_needs_a_model()
    {
        using var images = zeros(2, 3, 4, 4);
        using var models = zeros(3, 3, 4, 4);
        Assert.Contains("2 and 3 images", Assert.Throws<ArgumentException>(() => ColorMatching.Apply(images, models)).Message);
    }

    /// <summary>Means and deviations of L, a and b.</summary>
    private static float[] Statistics(Tensor image)
    {
        var lab = LabColors.FromPixels(image.unsqueeze(0)).view(3, -1);
        return [.. lab.mean([1]).data<float>().ToArray(), .. lab.std(1, unbiased: false).data<float>().ToArray()];
    }

    /// <summary>A row of greys with these L, (1, 3, 1, W).</summary>
    private static Tensor Greys(params float[] lightness)
    {
        float[] levels = [.. lightness.Select(Level)];
        return tensor(levels).view(1, 1, 1, -1).repeat(1, 3, 1, 1);

        static float Level(float l)
        {
            double y = Math.Pow((l + 16) / 116, 3);
            return (float)(255 * (1.055 * Math.Pow(y, 1 / 2.4) - 0.055));
        }
    }

    private static Tensor Noise(ulong seed, long[] shape, double from, double to)
    {
        using var generator = new Generator(seed);
        return rand(shape, generator: generator) * (to - from) + from;
    }
}
