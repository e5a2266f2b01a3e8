using Ass.MLNet.Images;
using Ass.MLNet.Losses;
using Ass.MLNet.Networks;
using Ass.MLNet.Prediction;
using Ass.MLNet.Sampling;
using Microsoft.ML;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

public sealed class MeasureShiftTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void VectorsAreTheNetworksFeaturesAveragedOverEachClass()
    {
        using var model = TestModel.Create(_ml, classNames: TwoDomains.ClassNames);
        var shift = model.MeasureShift(TwoDomains.Data(_ml, source: 3, labeled: 2));

        // Unlabelled target rows are left out; every image shows the three classes.
        Assert.Equal((9, 6), (shift.Source.Count, shift.Target.Count));
        var row = TwoDomains.MakeRow("source", 1, labeled: true);
        using var scope = NewDisposeScope();
        var segmenter = model.Segmenter;
        var batch = Batch.Create([new Sample(BgrImage.FromMLImage(row.Image!), row.Label)], segmenter.Normalization.Padding);
        using var output = segmenter.Network.forward(batch.ToTensor(segmenter.Normalization, CPU));
        var expected = ClassVectors.Average(output.Features, batch.Labels!, 3);
        Assert.Equal(expected.Classes.data<long>().ToArray(), shift.Source.Skip(3).Take(3).Select(v => (long)v.ClassId));
        Assert.Equal(expected.Vectors.data<float>().ToArray(), shift.Source.Skip(3).Take(3).SelectMany(v => v.Values.ToArray()));
    }

    [Fact]
    public void ReadsOneImageAfterTheOtherAndLeavesNoTensorsBehind()
    {
        using var model = TestModel.Create(_ml, classNames: TwoDomains.ClassNames);
        var data = TwoDomains.Data(_ml, source: 3, labeled: 2);
        model.MeasureShift(data);
        long before = LiveTensors.Count;
        var progress = new Recorded();
        model.MeasureShift(data, progress: progress);
        model.MeasureShift(data, ownStatistics: true);

        Assert.Equal(before, LiveTensors.Count);
        Assert.Equal([1, 2, 3, 4, 5], progress.Values);
    }

    [Fact]
    public void OwnStatisticsTakeAwayAChangeOfBrightnessAndLeaveTheModelAlone()
    {
        using var model = TestModel.Create(_ml, classNames: TwoDomains.ClassNames);
        TwoDomains.Row[] bright = [.. Enumerable.Range(0, 6).Select(i => TwoDomains.MakeRow("source", i, labeled: true))];
        TwoDomains.Row[] dark = [.. Enumerable.Range(6, 6).Select(i => Darken(TwoDomains.MakeRow("source", i, labeled: true)))];
        CalibrateOn(model.Segmenter, dark);
        var data = _ml.Data.LoadFromEnumerable(bright.Concat(dark).ToArray());

        var stored = model.MeasureShift(data);
        var own = model.MeasureShift(data, ownStatistics: true);

        Assert.True(own.RelativeDistance < stored.RelativeDistance / 2, $"{own.RelativeDistance} and {stored.RelativeDistance}");
        Assert.Equal(stored.ToString(), model.MeasureShift(data).ToString());
        Assert.Equal(stored.Target.SelectMany(v => v.Values.ToArray()), own.Target.SelectMany(v => v.Values.ToArray()));
    }

    [Fact]
    public void WhatIsMissingOrDoesNotFitIsNamed()
    {
        using var model = TestModel.Create(_ml, classNames: TwoDomains.ClassNames);
        var data = TwoDomains.Data(_ml, source: 2, labeled: 0);
        Assert.Contains("no class vectors of the target", Assert.Throws<InvalidOperationException>(() => model.MeasureShift(data)).Message);
        Assert.Contains("'Truth'", Assert.Throws<ArgumentOutOfRangeException>(() => model.MeasureShift(data, "Truth")).Message);
        Assert.Contains(
            "domainColumnName must be another column than labelColumnName",
            Assert.Throws<ArgumentException>(() => model.MeasureShift(data, "Domain")).Message
        );
        Assert.Contains(
            "'Place'",
            Assert.Throws<ArgumentOutOfRangeException>(() => model.MeasureShift(data, domainColumnName: "Place")).Message
        );

        using var folder = new TestFolder();
        var (images, labels) = folder.Pairs(2);
        var set = SegmentationDataset.Folder(images, labels, LabelMap.Identity(["a", "b", "c"]));
        var error = Assert.Throws<InvalidOperationException>(() =>
            model.MeasureShift(_ml.Data.LoadSegmentation(set.AsSource(), set.AsTarget()))
        );
        Assert.Contains("the model has [sky, wall, road] and column 'Label' has [a, b, c]", error.Message);
    }

    [Theory]
    [InlineData(BatchNormMode.Frozen)]
    [InlineData(BatchNormMode.FrozenAffine)]
    [InlineData(null)]
    public void OwnStatisticsAreForNetworksThatNormaliseEachDomainByItself(BatchNormMode? mode)
    {
        using var trained = TestModel.Create(_ml, classNames: TwoDomains.ClassNames);
        if (mode is { } known)
        {
            trained.Segmenter.Network.SetBatchNorm(known);
        }
        using var model = TestModel.Reloaded(trained, _ml);
        var warnings = new List<string>();
        _ml.Log += (_, e) =>
        {
            if (e.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning)
            {
                warnings.Add(e.RawMessage);
            }
        };
        var data = TwoDomains.Data(_ml, source: 2, labeled: 2, unlabeled: 0);
        model.MeasureShift(data);
        Assert.Empty(warnings);

        if (mode == BatchNormMode.Frozen)
        {
            Assert.Contains(
                "trained with BatchNormMode.Frozen",
                Assert.Throws<InvalidOperationException>(() => model.MeasureShift(data, ownStatistics: true)).Message
            );
            return;
        }

        model.MeasureShift(data, ownStatistics: true);
        if (mode is null)
        {
            Assert.Contains("does not say how batch norm was trained", Assert.Single(warnings));
        }
        else
        {
            Assert.Empty(warnings);
        }
    }

    [Fact]
    public void CanBeCancelled()
    {
        using var model = TestModel.Create(_ml, classNames: TwoDomains.ClassNames);
        Assert.Throws<OperationCanceledException>(() =>
            model.MeasureShift(TwoDomains.Data(_ml), cancellationToken: new CancellationToken(canceled: true))
        );
    }

    /// <summary>Stores the statistics of these images, as training stores the target's.</summary>
    private static void CalibrateOn(Segmenter segmenter, TwoDomains.Row[] rows)
    {
        var batches = rows.Select(row =>
            Batch.Create([new Sample(BgrImage.FromMLImage(row.Image!), null)], segmenter.Normalization.Padding)
        );
        StatisticsCalibration.Run(segmenter.Network, segmenter.Normalization, batches, CPU);
        segmenter.Network.eval();
    }

    /// <summary>The row as a target image of half the contrast, darker.</summary>
    private static TwoDomains.Row Darken(TwoDomains.Row row)
    {
        var image = BgrImage.FromMLImage(row.Image!);
        byte[] pixels = [.. image.Pixels.Take(image.Width * image.Height * 3).Select(p => (byte)(p / 2))];
        return new TwoDomains.Row
        {
            Domain = "target",
            Image = new BgrImage(image.Width, image.Height, pixels).ToMLImage(),
            Label = row.Label,
        };
    }

    private sealed class Recorded : IProgress<int>
    {
        public List<int> Values { get; } = [];

        public void Report(int value) => Values.Add(value);
    }
}
