using Ass.MLNet.Sampling;
using Ass.MLNet.Training;
using Microsoft.ML;
using Xunit;

namespace Ass.MLNet.Tests;

public class TrainingStreamsTests
{
    private const int Pixels = TwoDomains.Side * TwoDomains.Side;

    private readonly MLContext _ml = new(seed: 1);

    /// <summary>One source row of ten has class 2: it comes ten times as often as each of the other nine.</summary>
    [Fact]
    public void Rare_class_sampling_uses_each_domains_own_counts()
    {
        var counted = new ClassPixels(Source: [9L * Pixels, Pixels / 2, Pixels / 2], LabeledTarget: [Pixels, Pixels, Pixels]);
        Assert.InRange(Rare(counted, 0.01), 130, 190);
        Assert.Equal(30, Rare(counted, null));
        Assert.Equal(30, Rare(null, 0.01));
    }

    /// <summary>Statistics for prediction are measured without rare-class sampling.</summary>
    [Fact]
    public void Calibration_uses_all_rows_alike()
    {
        var counted = new ClassPixels(Source: [9L * Pixels, Pixels / 2, Pixels / 2], LabeledTarget: null);
        using var sampling = Open(counted, 0.01);
        Assert.Equal(10, sampling.CalibrationBatches(100).Count(HasRareClass));
    }

    private int Rare(ClassPixels? counted, double? temperature)
    {
        using var streams = Open(counted, temperature);
        return Enumerable.Range(0, 300).Count(_ => HasRareClass(streams.Next().Source!));
    }

    private TrainingStreams Open(ClassPixels? counted, double? temperature)
    {
        var options = TwoDomains.Options(AdaptationRecipe.SourceOnly);
        options.Augmentation.RareClassTemperature = temperature;
        var rows = Enumerable.Range(0, 10).Select(i => TwoDomains.MakeRow("source", i, true)).ToArray();
        for (int i = 0; i < rows.Length; i++)
        {
            Array.Fill(rows[i].Label, (byte)0);
        }
        Array.Fill(rows[4].Label, (byte)2, 0, Pixels / 2);

        // By which it is known again.
        rows[4].Label[^1] = 255;
        var data = _ml.Data.LoadFromEnumerable(rows);
        var columns = new SamplingColumns(data.Schema["Image"], data.Schema["Label"], data.Schema["Domain"], 3);
        return new TrainingStreams(options, data, columns with { ClassPixels = counted }, new byte[3], seed: 1);
    }

    private static bool HasRareClass(Batch batch) => batch.Labels!.LabeledPixels < Pixels;
}
