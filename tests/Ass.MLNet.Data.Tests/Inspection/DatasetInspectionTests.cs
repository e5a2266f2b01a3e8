using Xunit;

namespace Ass.MLNet.Tests;

public sealed class DatasetInspectionTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void PixelsFilesAndSizesAreCounted()
    {
        Pair("a", 3, 7, 8, 8);
        Pair("b", 3, 0, 26, 27);
        Pair("c", 2, 7, 7);
        var map = new LabelMap(
            new Dictionary<int, int>
            {
                [7] = 0,
                [26] = 1,
                [27] = 1,
                [0] = 255,
            },
            ["road", "car", "sky"]
        );
        string unlabelled = _folder.At("other");
        _folder.Plain("other/x.png", 3, 1, 0, 0, 0);

        var found = DatasetInspection.Run([Set(map), SegmentationDataset.Folder(unlabelled)], workers: 2);

        Assert.Equal(["road", "car", "sky"], found.ClassNames);
        Assert.Equal((4, 3), (found.ImageCount, found.LabeledCount));
        Assert.Equal([new(new ImageSize(3, 1), 3), new(new ImageSize(2, 1), 1)], found.ImageSizes);
        Assert.Equal([3, 2, 0], found.ClassPixels);
        Assert.Equal([2, 1, 0], found.ClassFiles);
        Assert.Equal(1, found.IgnoredPixels);
        var value = Assert.Single(found.UnlistedValues);
        Assert.Equal((8, 2L, 1, "a.png"), (value.Value, value.Pixels, value.Files, Path.GetFileName(value.ExamplePath)));
        Assert.Empty(found.Problems);
    }

    [Fact]
    public void WithoutAMapValuesAreTrainIds()
    {
        Pair("a", 4, 0, 2, 2, 255);

        var found = Set(null).Inspect();

        Assert.Null(found.ClassNames);
        Assert.Equal([1, 0, 2], found.ClassPixels);
        Assert.Equal(1, found.IgnoredPixels);
        Assert.Empty(found.UnlistedValues);
    }

    [Fact]
    public void ASetWithoutNamesBesideOneWithNamesHasItsClasses()
    {
        Pair("a", 3, 0, 1, 2);

        var found = DatasetInspection.Run([Set(null), Set(LabelMap.Identity(["a", "b"]))]);

        Assert.Equal([2, 2], found.ClassPixels);
        Assert.Equal((2, 2L), (Assert.Single(found.UnlistedValues).Value, found.UnlistedValues[0].Pixels));
    }

    [Fact]
    public void LabelsThatWereResizedAsShadesOfGreyAreFound()
    {
        // Across each edge between 0 and 4 an id between them.
        byte[] ids = [.. Enumerable.Range(0, 4 * 600).Select(i => (byte)new[] { 0, 2, 4, 2 }[i % 4])];
        byte[] genuine = [.. ids.Select(id => (byte)(id == 2 ? 4 : id))];
        Pair("a", ids.Length, ids);
        Assert.Contains("as if ids were shades of grey", Assert.Single(Errors()).Message);
        Pair("a", genuine.Length, genuine);
        Assert.Empty(Errors());

        DataFinding[] Errors() =>
            [
                .. DatasetInspection
                    .FindingsForTraining(null, Set(LabelMap.Identity(["a", "b", "c", "d", "e"])).Inspect())
                    .Where(finding => finding.Message.Contains("shades of grey")),
            ];
    }

    [Fact]
    public void SixteenBitValuesAreCountedAndWithoutAMapRefused()
    {
        _folder.Plain("images/a.png", 2, 1, 0, 0, 0);
        _folder.Bytes("labels/a.png", new PngEncoder(2, 1, depth: 16, colorType: 0).Encode((x, _, _) => new[] { 300, 4000 }[x]));

        var found = Set(new LabelMap(new Dictionary<int, int> { [300] = 0 }, ["a"])).Inspect();

        Assert.Equal([1], found.ClassPixels);
        Assert.Equal(4000, Assert.Single(found.UnlistedValues).Value);
        Assert.Contains("pixel (0, 0) is 300", Assert.Single(Set(null).Inspect().Problems).Message);
    }

    [Fact]
    public void BrokenFilesAreListedInOrderAndTheOthersCounted()
    {
        foreach (string stem in new[] { "a", "b", "c", "d", "e" })
        {
            Pair(stem, 2, 0, 1);
        }

        _folder.Text("images/b.png", "no picture");
        _folder.Text("labels/c.png", "no picture");
        _folder.Plain("images/d.png", 3, 1, 0, 0, 0);

        var found = Set(LabelMap.Identity(["a", "b"])).Inspect(workers: 3);

        Assert.Equal(["b.png", "c.png", "d.png"], found.Problems.Select(p => Path.GetFileName(p.Path)));
        Assert.All(found.Problems, p => Assert.Contains(p.Path, p.Message));
        Assert.Contains("is 2x1, but its image", found.Problems[2].Message);
        Assert.Contains("is 3x1", found.Problems[2].Message);
        Assert.Equal([3, 3], found.ClassPixels);
        Assert.Equal(4, found.ImageSizes.Sum(s => s.Value));
    }

    [Fact]
    public void FindingsAreThoseOfTrainingErrorsFirst()
    {
        Pair("a", 3, 0, 0, 1);
        _folder.Plain("other/images/b.png", 3, 1, 0, 0, 0);
        _folder.Grey("other/labels/b.png", 3, 0, 1, 7);
        var map = LabelMap.Identity(["a", "b", "c"]);
        var other = SegmentationDataset.Folder(_folder.At("other/images"), _folder.At("other/labels"), map);

        var findings = DatasetInspection.FindingsForTraining(Set(map).Inspect(), other.Inspect());

        Assert.Equal([DataFindingSeverity.Error, DataFindingSeverity.Error], findings.Select(f => f.Severity));
        Assert.Contains("target: 33.3 % of the label pixels have values without a class: 7", findings[0].Message);
        Assert.Contains("No label of source (1 label) and target (1 label) has a pixel of class 2 'c'", findings[1].Message);
        Assert.Empty(DatasetInspection.FindingsForTraining(Set(LabelMap.Identity(["a", "b"])).Inspect(), null));
    }

    /// <summary>Training gives the classes of one domain to the other, whose ids end it if there are more.</summary>
    [Fact]
    public void ClassesOfOneDomainAreThoseOfTheOther()
    {
        Pair("a", 3, 0, 1, 2);
        _folder.Plain("other/images/b.png", 4, 1, 0, 0, 0);
        _folder.Grey("other/labels/b.png", 4, 0, 1, 2, 7);
        var other = SegmentationDataset.Folder(_folder.At("other/images"), _folder.At("other/labels"));
        Assert.Null(other.ClassNames);

        var findings = DatasetInspection.FindingsForTraining(Set(LabelMap.Identity(["a", "b", "c"])).Inspect(), other.Inspect());

        var finding = Assert.Single(findings);
        Assert.Equal(DataFindingSeverity.Error, finding.Severity);
        Assert.Contains("target: 25.0 % of the label pixels have values without a class: 7", finding.Message);
        Assert.Contains("b.png", finding.Message);
    }

    [Fact]
    public void TheResultDoesNotDependOnTheThreads()
    {
        for (int i = 0; i < 40; i++)
        {
            Pair($"{i:00}", 3, (byte)(i % 3), (byte)(i / 4), 200);
        }

        var one = Set(LabelMap.Identity(["a", "b"])).Inspect(workers: 1);
        var many = Set(LabelMap.Identity(["a", "b"])).Inspect(workers: 8);

        Assert.Equal(one.ClassPixels, many.ClassPixels);
        Assert.Equal(one.ClassFiles, many.ClassFiles);
        Assert.Equal(one.UnlistedValues, many.UnlistedValues);
        Assert.Equal("00.png", Path.GetFileName(one.UnlistedValues[^1].ExamplePath));
        Assert.Equal((200, 40), (one.UnlistedValues[^1].Value, one.UnlistedValues[^1].Files));
    }

    [Fact]
    public void ProgressIsToldAndTheWalkCanBeStopped()
    {
        _folder.Pairs(20);
        var done = new List<int>();
        using var cancellation = new CancellationTokenSource();

        Set(null).Inspect(workers: 1, new Recorder(done.Add));
        Assert.Equal(Enumerable.Range(1, 20), done);
        Assert.Throws<OperationCanceledException>(() =>
            Set(null).Inspect(workers: 1, new Recorder(_ => cancellation.Cancel()), cancellation.Token)
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => Set(null).Inspect(workers: 0));
    }

    [Fact]
    public void SetsOfDifferentClassesAreRefused()
    {
        _folder.Pairs(1);

        var error = Assert.Throws<InvalidOperationException>(() =>
            DatasetInspection.Run([Set(LabelMap.Identity(["a"])), Set(LabelMap.Identity(["b"]))])
        );

        Assert.Contains("[a]", error.Message);
        Assert.Contains("[b]", error.Message);
    }

    private SegmentationDataset Set(LabelMap? map) => SegmentationDataset.Folder(_folder.At("images"), _folder.At("labels"), map);

    private void Pair(string stem, int width, params byte[] ids)
    {
        _folder.Plain($"images/{stem}.png", width, ids.Length / width, 0, 0, 0);
        _folder.Grey($"labels/{stem}.png", width, ids);
    }

    private sealed class Recorder(Action<int> report) : IProgress<int>
    {
        public void Report(int value) => report(value);
    }
}
