using Ass.MLNet.Networks;
using TorchSharp;
using Xunit;

namespace Ass.MLNet.Tests;

public class InputNormalizationTests
{
    private static readonly byte[] Pixels = [10, 20, 30, 255, 0, 128]; // two pixels, B, G, R

    [Fact]
    public void AdaptSegNets_is_BGR_minus_a_mean() =>
        Assert.Equal(
            [10 - 104.00698793f, 255 - 104.00698793f, 20 - 116.66876762f, -116.66876762f, 30 - 122.67891434f, 128 - 122.67891434f],
            Values(InputNormalization.Default),
            Near
        );

    [Fact]
    public void Torchvisions_is_RGB_of_255_in_units_of_a_deviation() =>
        Assert.Equal(
            [
                (30 / 255f - 0.485f) / 0.229f,
                (128 / 255f - 0.485f) / 0.229f,
                (20 / 255f - 0.456f) / 0.224f,
                -0.456f / 0.224f,
                (10 / 255f - 0.406f) / 0.225f,
                (1 - 0.406f) / 0.225f,
            ],
            Values(InputNormalization.TorchVision),
            Near
        );

    [Fact]
    public void Padding_is_the_mean_colour_in_the_images_own_order()
    {
        Assert.Equal([104, 117, 123], InputNormalization.Default.Padding);
        Assert.Equal([104, 116, 124], InputNormalization.TorchVision.Padding);
    }

    [Fact]
    public void The_log_shows_what_is_done()
    {
        Assert.Equal("B, G, R from 0 to 255 minus (104.01, 116.67, 122.68)", InputNormalization.Default.ToString());
        Assert.Equal(
            "R, G, B from 0 to 255 minus (123.68, 116.28, 103.53), divided by (58.4, 57.12, 57.38)",
            InputNormalization.TorchVision.ToString()
        );
    }

    private static bool Near(float a, float b) => Math.Abs(a - b) < 1e-5f * Math.Max(1, Math.Abs(a));

    private static float[] Values(InputNormalization normalization)
    {
        using torch.Tensor input = normalization.ToTensor(Pixels, 1, 1, 2, torch.CPU);
        Assert.Equal([1, 3, 1, 2], input.shape);
        return input.data<float>().ToArray();
    }
}
