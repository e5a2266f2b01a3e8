using Ass.MLNet.Sampling;
using Microsoft.ML;
using Xunit;

namespace Ass.MLNet.Tests;

public class RareClassSamplingTests
{
    private readonly MLContext _ml = new(seed: 1);

    // Shares 0.9, 0.09 and 0.01 at T = 0.1: chances e^−8.9 (so 0.1), e^−0.8 = 0.4493 and 1.
    private static readonly long[] Pixels = [900, 90, 10];

    public static TheoryData<int[], double> Labels =>
        new()
        {
            { [95, 5, 0, 0], 0.1 },
            { [91, 9, 0, 0], 0.4493 },
            { [0, 100, 0, 0], 0.4493 },
            { [91, 8, 1, 0], 1 },
            { [181, 18, 1, 0], 0.4493 },
            { [199, 0, 1, 0], 0.1 },
            // What is ignored does not count.
            { [91, 8, 1, 500], 1 },
        };

    [Theory]
    [MemberData(nameof(Labels))]
    public void A_rows_chance_is_the_largest_of_the_classes_it_has_its_share_of(int[] counts, double chance) =>
        Assert.Equal(chance, RareClassSampling.Of(Pixels, 0.1, 1)!.Chance(Label(counts)), 1e-4);

    [Fact]
    public void A_class_that_no_label_had_before_is_the_rarest()
    {
        var sampling = RareClassSampling.Of([50, 50, 0], 0.1, 1)!;
        Assert.Equal(1, sampling.Chance(Label(999, 0, 1, 0)));
        Assert.Equal(1, sampling.Chance(Label(1, 1, 0, 0)));
        Assert.Equal(1, RareClassSampling.Of([90, 10, 0], 0.1, 1)!.Chance(Label(999, 0, 1, 0)));
        Assert.Equal(0.1, RareClassSampling.Of([90, 10, 0], 0.1, 1)!.Chance(Label(999, 1, 0, 0)));
    }

    [Theory]
    [InlineData(null, 0.1)]
    [InlineData(new long[] { 0, 0 }, 0.1)]
    [InlineData(new long[] { 1, 2 }, null)]
    public void Without_shares_or_temperature_all_rows_are_used_alike(long[]? pixels, double? temperature) =>
        Assert.Null(RareClassSampling.Of(pixels, temperature, 1));

    [Fact]
    public void Rows_are_used_as_often_as_their_chance_says_by_seed_pass_and_row()
    {
        var sampling = RareClassSampling.Of(Pixels, 0.1, 1)!;
        byte[][] labels = [Label(95, 5, 0, 0), Label(91, 9, 0, 0), Label(91, 8, 1, 0)];
        double[] used = [.. labels.Select(label => Rows(sampling, label).Count(used => used) / 4000.0)];
        Assert.Equal(0.1, used[0], 0.02);
        Assert.Equal(0.4493, used[1], 0.03);
        Assert.Equal(1, used[2]);

        Assert.Equal(Rows(sampling, labels[1]), Rows(RareClassSampling.Of(Pixels, 0.1, 1)!, labels[1]));
        Assert.NotEqual(Rows(sampling, labels[1]), Rows(RareClassSampling.Of(Pixels, 0.1, 2)!, labels[1]));
        Assert.NotEqual(Rows(sampling, labels[1]).Take(1000), Rows(sampling, labels[1]).Skip(1000).Take(1000));

        // Four passes of a thousand rows.
        static bool[] Rows(RareClassSampling sampling, byte[] label) =>
            [.. Enumerable.Range(0, 4000).Select(i => sampling.Uses(label, i / 1000, i % 1000))];
    }

    [Fact]
    public void The_classes_that_raise_a_chance_are_named() =>
        Assert.Equal(
            "pole 1 (1 % of the pixels), wall 0.45 (9 %)",
            RareClassSampling.Of(Pixels, 0.1, 1)!.Describe(["road", "wall", "pole"])
        );

    /// <summary>Four of 40 rows have the rare class: each pass gives all four, and a few of the 36 others.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_stream_gives_rare_rows_in_every_pass_and_others_seldom(bool canShuffle)
    {
        var data = Data(40, canShuffle);
        var sampling = Sampling(rare: 4, of: 40);
        using var stream = Streams.Open(data, StreamKind.Source, 1, options: Unchanged, rareClasses: sampling);
        var (rare, others) = (0, 0);
        while (true)
        {
            var sample = stream.Take(1, default)[0];
            if (stream.Position.Pass >= 50)
            {
                break;
            }
            _ = sample.Ids!.Contains((byte)2) ? rare++ : others++;
        }
        Assert.InRange(rare, 4 * 49, 4 * 50);
        Assert.InRange(others, 130, 230);
    }

    [Theory]
    [InlineData(8, false)]
    [InlineData(8, true)]
    [InlineData(3, true)]
    public void Samples_and_positions_are_those_of_one_thread_and_go_on_from_any_position(int threads, bool canShuffle)
    {
        var data = Data(40, canShuffle);
        var sampling = Sampling(rare: 4, of: 40);
        using var single = Streams.Open(data, StreamKind.Source, 1, rareClasses: sampling);
        using var several = Streams.Open(data, StreamKind.Source, threads, rareClasses: sampling);
        var all = Streams.Take(single, 80);
        Assert.Equal(all, Streams.Take(several, 80));
        foreach (int taken in new[] { 1, 5, 9, 40 })
        {
            using var resumed = Streams.Open(data, StreamKind.Source, threads, all[taken - 1].After, rareClasses: sampling);
            Assert.Equal(all[taken..(taken + 25)], Streams.Take(resumed, 25));
        }
    }

    /// <summary>No row of ten has the class, so that most passes give one row or none.</summary>
    [Theory]
    [InlineData(1, false)]
    [InlineData(8, true)]
    public void A_pass_that_uses_no_row_is_followed_by_another(int threads, bool canShuffle)
    {
        var data = Data(10, canShuffle, rare: 0);
        using var stream = Streams.Open(data, StreamKind.Source, threads, options: Unchanged, rareClasses: Sampling(1, 10));
        var taken = Streams.Take(stream, 60);
        Assert.InRange(taken[^1].After.Pass, 30, 100);
        Assert.Equal(10, taken.Select(sample => sample.Label).Distinct().Count());
    }

    [Fact]
    public void Missing_rows_are_still_said_to_be_missing()
    {
        using var stream = Streams.Open(TwoDomains.Data(_ml, source: 0), StreamKind.Source, 1, rareClasses: Sampling(1, 10));
        Assert.Contains("source rows", Assert.Throws<InvalidOperationException>(() => stream.Take(1, default)).Message);
    }

    private static AssSegmentationOptions Unchanged =>
        new()
        {
            Augmentation =
            {
                MinScale = 1,
                MaxScale = 1,
                HorizontalFlip = false,
            },
        };

    /// <summary>Rows of classes 0 and 1, the first ones with a spot of class 2; all labels differ.</summary>
    private IDataView Data(int rows, bool canShuffle, int rare = 4)
    {
        var data = _ml.Data.LoadFromEnumerable(
            Enumerable
                .Range(0, rows)
                .Select(i =>
                {
                    var row = TwoDomains.MakeRow("source", i, true);
                    row.Label = Label(1000 + i, TwoDomains.Side * TwoDomains.Side - 1000 - i - (i < rare ? 50 : 0), i < rare ? 50 : 0, 0);
                    return row;
                })
                .ToArray()
        );
        return canShuffle ? new ShuffledView(data) : data;
    }

    /// <summary>For labels as those of <see cref="Data"/>.</summary>
    private static RareClassSampling Sampling(int rare, int of)
    {
        int size = TwoDomains.Side * TwoDomains.Side;
        return RareClassSampling.Of([1000L * of, (size - 1000L) * of - 50 * rare, 50 * rare], 0.01, seed: 3)!;
    }

    /// <summary>A label with so many pixels of classes 0, 1, 2 and 255.</summary>
    private static byte[] Label(params int[] counts) =>
        [.. counts.SelectMany((count, id) => Enumerable.Repeat((byte)(id == 3 ? 255 : id), count))];
}
