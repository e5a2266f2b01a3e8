using Ass.MLNet.Images;
using Ass.MLNet.Sampling;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

public class BatchTests
{
    [Fact]
    public void Where_pictures_cover_everything_nothing_is_outside()
    {
        Assert.Null(Batch.Create([Sample(3, 2)], new byte[3]).Inside(CPU));
        Assert.Null(Batch.Create([Sample(3, 2), Sample(3, 2)], new byte[3]).Inside(CPU));
    }

    [Fact]
    public void Padding_of_samples_and_of_the_batch_is_outside()
    {
        using var scope = NewDisposeScope();
        var batch = Batch.Create([Sample(3, 2) with { Picture = new Window(1, 0, 2, 1) }, Sample(2, 3)], new byte[3]);
        var inside = batch.Inside(CPU)!;
        Assert.Equal([2, 1, 3, 3], inside.shape);
        Assert.Equal("011000000110110110", Text(inside));

        var alone = Batch.Create([Sample(3, 2) with { Picture = new Window(0, 1, 2, 1) }], new byte[3]);
        Assert.Equal("000110", Text(alone.Inside(CPU)!));
    }

    private static string Text(Tensor inside) => string.Concat(inside.data<bool>().ToArray().Select(value => value ? '1' : '0'));

    private static Sample Sample(int width, int height) => new(new BgrImage(width, height, new byte[width * height * 3]), null);
}
