using Ass.MLNet.Datasets;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class LabeledSubsetTests : IDisposable
{
    private static readonly SegmentationSample[] Samples =
    [
        .. Enumerable.Range(0, 20).Select(i => new SegmentationSample($"{i:00}", $"{i:00}.jpg", $"{i:00}.png")),
    ];

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TheChoiceIsTheSameEverywhere()
    {
        // Written down once: a change here changes which images a published run was trained on.
        Assert.Equal(["10", "11", "15", "19"], LabeledSubset.Choose(Samples, 4, seed: 1).Order());
        Assert.NotEqual(LabeledSubset.Choose(Samples, 4, seed: 1).Order(), LabeledSubset.Choose(Samples, 4, seed: 2).Order());
    }

    [Fact]
    public void ANameThatBeginsLikeACommentIsListedAndRead()
    {
        SegmentationSample[] samples = [new("#7", "#7.jpg", "#7.png"), .. Samples];
        string list = _folder.Text("list.txt", "# a comment", ListFile.Line("#7.jpg"), ListFile.Line("03"));
        Assert.Equal(["#7", "03"], LabeledSubset.Read(samples, list).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void ASmallerChoiceIsPartOfALargerOne()
    {
        for (int count = 0; count < 20; count++)
        {
            Assert.Subset(LabeledSubset.Choose(Samples, count + 1, 3).ToHashSet(), LabeledSubset.Choose(Samples, count, 3).ToHashSet());
            Assert.Equal(count, LabeledSubset.Choose(Samples, count, 3).Count);
        }
    }

    [Fact]
    public void EveryImageIsChosenEquallyOften()
    {
        var counts = Enumerable
            .Range(0, 1000)
            .SelectMany(seed => LabeledSubset.Choose(Samples, 5, seed))
            .CountBy(stem => stem)
            .ToDictionary();

        Assert.Equal(20, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 200, 300));
    }

    [Fact]
    public void OnlyLabelledImagesAreChosen()
    {
        SegmentationSample[] samples = [.. Samples.Select((s, i) => i % 2 == 0 ? s : s with { LabelPath = null })];

        Assert.All(LabeledSubset.Choose(samples, 10, 1), stem => Assert.Equal(0, int.Parse(stem) % 2));
    }

    [Fact]
    public void MoreLabelsThanImagesIsAnErrorWithBothNumbers()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => LabeledSubset.Choose(Samples, 21, 1));

        Assert.Contains("21 labelled images were asked for, but the set has 20", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => LabeledSubset.Choose(Samples, -1, 1));
    }

    [Fact]
    public void AListNamesStemsOrFiles()
    {
        SegmentationSample[] samples =
        [
            new("aachen/a_1", "", "l"),
            new("bonn/b.2", "", "l"),
            new("bonn/c", "", "l"),
            new("bonn/d", "", "l"),
        ];
        string list = _folder.Text("list.txt", "a_1", "", " bonn\\b.2.png ", "c.JPG", "c");

        Assert.Equal(["aachen/a_1", "bonn/b.2", "bonn/c"], LabeledSubset.Read(samples, list).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_list_may_begin_its_paths_with_the_folder_they_start_from()
    {
        SegmentationSample[] samples = [new("a/1", "a/1.jpg", "l"), new("b/1", "b/1.jpg", "l"), new("./c", "c.jpg", "l"), .. Samples];
        string list = _folder.Text("list.txt", "./03.jpg", "././04.jpg", ".//05.jpg", ".\\06.jpg", "./b/1.jpg", "./c.jpg");

        Assert.Equal(["./c", "03", "04", "05", "06", "b/1"], LabeledSubset.Read(samples, list).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void UnknownNamesAreAnErrorThatListsTheFirst()
    {
        string list = _folder.Text("list.txt", "00", "x1", "x2", "x3", "x4", "x5", "x6", "x7");

        var error = Assert.Throws<InvalidOperationException>(() => LabeledSubset.Read(Samples, list));

        Assert.Contains("unknown: 'x1', 'x2', 'x3', 'x4', 'x5' and 2 more", error.Message);
        Assert.Contains(list, error.Message);
    }

    [Fact]
    public void ANameInTwoFoldersOrWithoutLabelIsAnError()
    {
        SegmentationSample[] samples = [new("a/1", "", "l"), new("b/1", "", "l"), new("b/2", "", null)];
        string list = _folder.Text("list.txt", "1", "2");

        var error = Assert.Throws<InvalidOperationException>(() => LabeledSubset.Read(samples, list));

        Assert.Contains("in several folders (give the folder, too): '1'", error.Message);
        Assert.Contains("without a label in the set: '2'", error.Message);
    }

    [Fact]
    public void AMissingListIsNamed() =>
        Assert.Contains(
            "nolist.txt",
            Assert.Throws<FileNotFoundException>(() => LabeledSubset.Read(Samples, _folder.At("nolist.txt"))).Message
        );
}
