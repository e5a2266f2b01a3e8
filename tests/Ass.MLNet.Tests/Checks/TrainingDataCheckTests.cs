using Ass.MLNet.Checks;
using Ass.MLNet.Labels;
using Ass.MLNet.Prediction;
using Ass.MLNet.Sampling;
using Ass.MLNet.Training;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using TorchSharp;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed partial class TrainingDataCheckTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly MLContext _ml = new(seed: 1);
    private readonly List<string> _warnings = [];
    private readonly List<string> _informed = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void BlackAndWhiteMasksAreCalledThat()
    {
        Pair("source", "a", 0, 0, 255, 255);

        string message = Error(Source(LabelMap.Identity(["background", "road"])), ["background", "road"]);

        Assert.Contains("No label of source (1 label) has a pixel of class 1 'road'", message);
        Assert.Contains("0 and 255 alone, as black-and-white masks do", message);
    }

    [Fact]
    public void OneBasedIdsAreCalledThatHoweverRareTheLastClassIs()
    {
        for (int i = 0; i < 40; i++)
        {
            Pair("source", $"{i:00}", 1, 1, 2, (byte)(i == 7 ? 3 : 2));
        }

        string message = Error(Source(LabelMap.Identity(["a", "b", "c"])), ["a", "b", "c"]);

        Assert.Contains(
            "source: 0.6 % of the label pixels have values without a class: 3 (0.6 %, 1 of 40 labels, the first is row 7",
            message
        );
        Assert.Contains("one-based, 1 to 3, but the train ids of 3 classes are 0 to 2", message);
        Assert.Contains("07.png", message);
        Assert.Contains("pixel of class 0 'a'", message);
    }

    [Fact]
    public void SixteenBitIdsAbove255AreCalledThat()
    {
        _folder.Plain("source/images/a.png", 4, 1, 9, 9, 9);
        _folder.Bytes(
            "source/labels/a.png",
            new PngEncoder(4, 1, depth: 16, colorType: 0).Encode((x, _, _) => new[] { 0, 1, 300, 26001 }[x])
        );

        string message = Error(Source(LabelMap.Identity(["a", "b"])), ["a", "b"]);

        Assert.Contains("50.0 % of the label pixels have values without a class: 300 (25.0 %", message);
        Assert.Contains("Values above 255 come from labels of 16 bits", message);
    }

    [Theory]
    [InlineData("0,40,80", "multiples of 40")]
    [InlineData("0,1,2,3", "either 0 means no class and ids are one-based")]
    [InlineData("0,1,2,9", "another numbering than the label map's")]
    public void OtherCausesAreNamed(string ids, string cause)
    {
        Pair("source", "a", [.. ids.Split(',').Select(byte.Parse)]);

        Assert.Contains(cause, Error(Source(LabelMap.Identity(["a", "b", "c"])), ["a", "b", "c"]));
    }

    [Fact]
    public void AFewStraysAreAWarning()
    {
        for (int i = 0; i < 30; i++)
        {
            Pair("source", $"{i:00}", 0, 1, 1, (byte)(i == 3 ? 77 : 0));
        }

        Check(Source(LabelMap.Identity(["a", "b"])), ["a", "b"]);

        Assert.Contains("source: 0.8 % of the label pixels have values without a class: 77", Assert.Single(_warnings));
    }

    [Fact]
    public void StoredValuesAreKnownBehindOtherStepsOfAPipeline()
    {
        Pair("source", "a", 1, 2, 3, 3);
        var data = Source(LabelMap.Identity(["a", "b", "c"]));
        var wrapped = _ml.Transforms.CopyColumns("Truth", "Label").Fit(data).Transform(data);

        var error = Assert.Throws<TrainingDataException>(() => Run(wrapped, ["a", "b", "c"], o => o.LabelColumnName = "Truth"));

        Assert.Contains("one-based", error.Message);
    }

    [Fact]
    public void AnIdOutsideTheListInAColumnIsAnErrorWithItsShare()
    {
        var row = TwoDomains.MakeRow("source", 1, labeled: true);
        row.Label[5] = 7;

        string message = Error(_ml.Data.LoadFromEnumerable([row]), TwoDomains.ClassNames);

        Assert.Contains("values without a class: 7 (below 0.1 %, 1 of 1 label, the first is row 0)", message);
        Assert.Contains("training would end at others", message);
    }

    [Fact]
    public void AClassThatNobodyTeachesIsAnErrorAndOneThatTheOtherDomainTeachesAWarning()
    {
        var rows = TwoDomains.Data(_ml, source: 2, labeled: 1, unlabeled: 0);
        Assert.Contains(
            "No label of source (2 labels) and labelled target (1 label) has a pixel of class 3 'pole'",
            Error(rows, [.. TwoDomains.ClassNames, "pole"], AdaptationRecipe.Joint)
        );
        Assert.Empty(_warnings);

        var source = TwoDomains.MakeRow("source", 1, labeled: true);
        source.Label.AsSpan().Replace((byte)2, LabelMask.Ignored);
        Check(_ml.Data.LoadFromEnumerable([source, TwoDomains.MakeRow("target", 2, labeled: true)]), TwoDomains.ClassNames, o =>
            o.Recipe = AdaptationRecipe.Joint
        );
        Assert.Contains(
            "source: no label (1 label) has a pixel of class 2 'road': the other domain's labels alone teach it",
            Assert.Single(_warnings)
        );
    }

    [Fact]
    public void APublishedSetMayLackClassesUnlessItHasOneAlone()
    {
        Pair("source", "a", 0, 1, 3, 8);
        Check(Source(LabelMap.CamVid), LabelMap.CamVid.ClassNames);
        Assert.Contains("classes 2 'Pole', 4 'Pavement'", Assert.Single(_warnings));

        Pair("source", "a", 3, 3, 3, 3);
        Error(Source(LabelMap.CamVid), LabelMap.CamVid.ClassNames);
    }

    [Fact]
    public void FewLabelsOfManyImagesMayLackAClass()
    {
        TwoDomains.Row[] rows = [TwoDomains.MakeRow("target", 1, labeled: true), TwoDomains.MakeRow("target", 2, labeled: false)];
        rows[0].Label.AsSpan().Replace((byte)2, LabelMask.Ignored);

        Check(_ml.Data.LoadFromEnumerable(rows), TwoDomains.ClassNames, o => o.Recipe = AdaptationRecipe.TargetOnly);

        Assert.Contains("class 2 'road', which cannot be learned", Assert.Single(_warnings));
    }

    [Fact]
    public void WindowsThatShowLittleOfAnImageAreAWarning()
    {
        for (int i = 0; i < 3; i++)
        {
            Pair("source", $"{i}", [.. Enumerable.Range(0, i == 2 ? 4 : 60).Select(x => (byte)(x % 2))]);
        }
        var data = Source(LabelMap.Identity(["a", "b"]));

        Check(data, ["a", "b"], o => o.CropSize = new(6, 1));
        Check(data, ["a", "b"], o => (o.CropSize, o.SourceSize) = (new(2, 1), new(20, 1)));
        Assert.Empty(_warnings);

        Check(data, ["a", "b"], o => o.CropSize = new(5, 1));
        Assert.StartsWith("Windows of 5x1 (CropSize) show 8.3 % of an image of 60x1 (source)", Assert.Single(_warnings));
    }

    [Fact]
    public void WhatTrainingWouldEndAtIsListedTogether()
    {
        foreach (string name in new[] { "a", "b", "c", "d" })
        {
            Pair("source", name, 0, 1, 0, 1);
        }

        _folder.Text("source/labels/a.png", "no picture");
        _folder.Plain("source/images/b.png", 2, 2, 9, 9, 9);
        _folder.Text("source/images/c.png", "no picture");

        string message = Error(Source(LabelMap.Identity(["a", "b"])), ["a", "b"]);

        Assert.Contains("source: training would end at 3 images or labels", message);
        Assert.Contains("a.png", message);
        Assert.Contains("the label in column 'Label' is 4x1, but the image in column 'Image' is 2x2", message);
        Assert.Contains("c.png' cannot be read", message);
    }

    [Fact]
    public void ASourceRowWithoutALabelIsNamed()
    {
        var data = _ml.Data.LoadFromEnumerable([
            TwoDomains.MakeRow("source", 1, labeled: true),
            TwoDomains.MakeRow("source", 2, labeled: false),
        ]);

        Assert.Contains("Source row 1 has no label", Error(data, TwoDomains.ClassNames));
    }

    [Fact]
    public void TheValidationSetIsLookedAtToo()
    {
        Pair("source", "a", 0, 1, 0, 1);
        Pair("val", "a", 0, 1, 7, 7);
        var data = Source(LabelMap.Identity(["a", "b"]));

        string message = Error(data, ["a", "b"], change: o =>
            o.Run.ValidationSet = Set("val", LabelMap.Identity(["a", "b"]), set => set.AsTarget())
        );

        Assert.Contains("validation set: 50.0 % of the label pixels have values without a class: 7", message);
    }

    [Fact]
    public void NoImageIsDecoded()
    {
        Pair("source", "a", 0, 1, 0, 1);
        using (var image = TestImages.Plain(64, 64, 1, 2, 3))
        {
            image.Save(_folder.At("whole.png"));
        }

        byte[] whole = File.ReadAllBytes(_folder.At("whole.png"));
        _folder.Grey("source/labels/a.png", 64, [.. Enumerable.Range(0, 64 * 64).Select(i => (byte)(i % 2))]);
        _folder.Bytes("source/images/a.png", whole[..(whole.Length - 20)]);

        Check(Source(LabelMap.Identity(["a", "b"])), ["a", "b"]);

        Assert.Empty(_warnings);
    }

    [Fact]
    public void LabelsThatWereInterpolatedAreCalledThat()
    {
        // Stripes of ids 0 and 4, and at every edge the shades between them.
        byte[] stripes = [.. Enumerable.Range(0, 120 * 60).Select(i => new byte[] { 0, 0, 1, 2, 3, 4, 4, 3, 2, 1 }[i % 10])];
        _folder.Plain("source/images/a.png", 120, 60, 9, 9, 9);
        _folder.Grey("source/labels/a.png", 120, stripes);

        Assert.Contains(
            "resized as if ids were shades of grey",
            Error(Source(LabelMap.Identity(["a", "b", "c", "d", "e"])), ["a", "b", "c", "d", "e"])
        );
    }

    [Fact]
    public void ManyLabelsAreSampledAndTheRestIsReadForAMissingClassAlone()
    {
        const int rows = 3000;
        var read = new List<int>();
        Row[] all = [.. Enumerable.Range(0, rows).Select(i => new Row(i, read, [0, 1]))];

        Check(_ml.Data.LoadFromEnumerable(all), ["a", "b"]);
        int sampled = read.Count;
        Assert.InRange(sampled, 256, 600);
        Assert.Contains(read, i => i > rows * 9 / 10);

        read.Clear();
        all[2999] = new Row(2999, read, [2, 1]);
        Check(_ml.Data.LoadFromEnumerable(all), ["a", "b", "c"]);
        Assert.Equal(rows, read.Count);
        Assert.Equal(rows, read.Distinct().Count());
        Assert.Contains("class 3 'd'", Error(_ml.Data.LoadFromEnumerable(all), ["a", "b", "c", "d"]));
    }

    [Fact]
    public void ASmallFolderBehindALargeOneIsNotMissed()
    {
        for (int i = 0; i < 300; i++)
        {
            Pair("large", $"{i:000}", 0, 1);
        }

        Pair("small", "a", 1, 2);
        Pair("small", "b", 1, 2);
        var map = LabelMap.Identity(["a", "b"]);

        Check(_ml.Data.LoadSegmentation(Files("large", map).AsSource(), Files("small", map).AsSource()), ["a", "b"]);

        Assert.Contains("values without a class: 2", Assert.Single(_warnings));
        Assert.Contains("small", _warnings[0]);
    }

    [Fact]
    public void TheDataIsReadOnce()
    {
        int cursors = 0;
        var data = TwoDomains.Data(_ml);

        Check(new CountingView(data, () => cursors++), TwoDomains.ClassNames, o => o.Recipe = AdaptationRecipe.Ass);

        Assert.Equal(1, cursors);
    }

    [Fact]
    public void FindingsCanBeAcceptedOrNotLookedFor()
    {
        Pair("source", "a", 0, 0, 255, 255);
        var data = Source(LabelMap.Identity(["a", "b"]));

        Check(data, ["a", "b"], o => o.DataCheck = DataCheckMode.Warn);
        Assert.Contains("black-and-white", Assert.Single(_warnings));

        _warnings.Clear();
        File.Delete(_folder.At("source/labels/a.png"));
        Check(data, ["a", "b"], o => o.DataCheck = DataCheckMode.Skip);
        Assert.Empty(_warnings);
    }

    [Fact]
    public void CancellingIsHeeded()
    {
        var cancelled = new CancellationToken(canceled: true);
        var data = TwoDomains.Data(_ml);

        Assert.ThrowsAny<OperationCanceledException>(() => Check(data, TwoDomains.ClassNames, o => o.CancellationToken = cancelled));
        Check(data, TwoDomains.ClassNames, o => (o.CancellationToken, o.Run.ReturnModelWhenCanceled) = (cancelled, true));
    }

    [Fact]
    public void FitStopsBeforeTheFirstStepAndWeightsAreThoseOfATrainingWithoutALook()
    {
        var data = TwoDomains.Data(_ml);
        Assert.Equal(Weights(DataCheckMode.Stop), Weights(DataCheckMode.Skip));

        var options = TwoDomains.Options(iterations: 1);
        options.ClassNames = [.. TwoDomains.ClassNames, "pole"];
        options.PretrainedWeights = _folder.Text("not-read.pth", "no weights");
        var error = Assert.Throws<TrainingDataException>(() => _ml.Transforms.AssSegmentation(options).Fit(data));
        Assert.Contains("AssSegmentationOptions.DataCheck", error.Message);
        Assert.Equal(DataFindingSeverity.Error, Assert.Single(error.Findings).Severity);

        byte[] Weights(DataCheckMode mode)
        {
            var options = TwoDomains.Options(iterations: 2);
            options.DataCheck = mode;
            using var model = new MLContext(seed: 1).Transforms.AssSegmentation(options).Fit(data);
            using var stream = new MemoryStream();
            model.Segmenter.Save(stream);
            return stream.ToArray();
        }
    }
}
