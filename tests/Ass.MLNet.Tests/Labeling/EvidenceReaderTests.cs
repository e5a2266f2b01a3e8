using Ass.MLNet.Labeling;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

public sealed class EvidenceReaderTests
{
    [Fact]
    public void Entropy_is_1_where_all_classes_are_equal_and_0_where_one_is_certain()
    {
        using var scope = NewDisposeScope();
        var probabilities = tensor(new[] { 0.25f, 1, 0.5f, 0.25f, 0, 0.5f, 0.25f, 0, 0, 0.25f, 0, 0 }, [1, 4, 1, 3]);

        Assert.Equal([1f, 0, 0.5f], EvidenceReader.Entropy(probabilities).data<float>().ToArray().Select(v => MathF.Round(v, 6)));
    }

    [Fact]
    public void Uncertainty_is_that_of_the_tenth_of_the_regions_where_classes_meet_and_are_unsure()
    {
        using var scope = NewDisposeScope();

        // 1 × 10 cells of two classes, 0.75 of the first in the left five and of the second in the right five: the regions of the two cells
        // in the middle have shares 2/3 and 1/3 (three cells, since one row alone is inside), all others are pure.
        float[] first = [.. Enumerable.Range(0, 10).Select(x => x < 5 ? 0.75f : 0.25f)];
        var probabilities = tensor([.. first, .. first.Select(p => 1 - p)], [1, 2, 1, 10]);

        double expected = Bits(2 / 3.0) * Bits(0.75);
        Assert.Equal(expected, EvidenceReader.Uncertainty(probabilities).item<float>(), 5);
    }

    /// <summary>As RIPU has it: a sure cell among unsure ones is in an unsure region.</summary>
    [Fact]
    public void A_regions_uncertainty_is_the_mean_of_its_cells()
    {
        using var scope = NewDisposeScope();

        // 3 × 3 cells, all even but the middle one, which is certain. The first class is predicted everywhere but in the last column.
        float[] first =
        [
            .. Enumerable
                .Range(0, 9)
                .Select(i =>
                    i == 4 ? 1
                    : i % 3 == 2 ? 0.25f
                    : 0.75f
                ),
        ];
        var probabilities = tensor([.. first, .. first.Select(p => 1 - p)], [1, 2, 3, 3]);

        // The highest of nine regions: the middle of the last column, with 6 cells, half of each class, one of them certain.
        double expected = Bits(0.5) * Bits(0.75) * 5 / 6;
        double atCorner = Bits(0.5) * Bits(0.75) * 3 / 4;
        Assert.True(atCorner < expected);
        Assert.Equal(expected, EvidenceReader.Uncertainty(probabilities).item<float>(), 5);
    }

    private static double Bits(double p) => -((p * Math.Log2(p)) + ((1 - p) * Math.Log2(1 - p)));
}
