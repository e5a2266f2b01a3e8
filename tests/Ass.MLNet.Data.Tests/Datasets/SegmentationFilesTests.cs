using System.Runtime.InteropServices;
using Ass.MLNet.Datasets;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>What is found in folders, and what is said of the rest.</summary>
public sealed partial class SegmentationFilesTests : IDisposable
{
    private const string Composed = "caf\u00E9",
        Decomposed = "cafe\u0301";

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AFolderThatMayNotBeListedIsAnError()
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // Rights are taken away as on Linux.
        }

        string images = Path.GetDirectoryName(_folder.Plain("images/a.png", 1, 1, 0, 0, 0))!,
            closed = Path.GetDirectoryName(_folder.Plain("images/closed/b.png", 1, 1, 0, 0, 0))!;
        File.SetUnixFileMode(_folder.Root, (UnixFileMode)0b111_101_101);
        File.SetUnixFileMode(closed, UnixFileMode.None);
        // For this thread alone, and only where it is root's: nobody else can read what is forbidden anyway.
        uint before = SetFileUser(65534);
        try
        {
            var error = Assert.Throws<UnauthorizedAccessException>(() => SegmentationDataset.Folder(images));

            Assert.Contains($"'{closed}' of image files cannot be listed", error.Message);
            Assert.Contains("access is denied", error.Message);
        }
        finally
        {
            SetFileUser(before);
            File.SetUnixFileMode(closed, (UnixFileMode)0b111_101_101);
        }
    }

    [Fact]
    public void EveryFormatIsTakenAndTheRestIsCounted()
    {
        foreach (string name in new[] { "a.tif", "b.TIFF", "c.webp", "d.jfif", "e.JPG", "f.png", "g.jpeg", "h.bmp" })
        {
            _folder.Text("images/" + name, "");
        }

        Assert.Empty(SegmentationDataset.Folder(_folder.At("images")).Notes);

        foreach (string name in new[] { "i.heic", "j.heic", "k.txt", ".DS_Store", "._a.tif" })
        {
            _folder.Text("images/" + name, "");
        }

        var set = SegmentationDataset.Folder(_folder.At("images"));
        Assert.Equal(["a", "b", "c", "d", "e", "f", "g", "h"], set.Samples.Select(s => s.Stem));
        Assert.Contains(set.Notes, note => note.StartsWith("2 hidden files and folders", StringComparison.Ordinal));
        Assert.Contains("3 files", Assert.Single(set.AllNotes, note => note.IsWarning).Text);
        Assert.Contains("(2 .heic, 1 .txt)", Assert.Single(set.AllNotes, note => note.IsWarning).Text);
        Assert.Equal(set.ImagePaths, set.Samples.Select(s => s.ImagePath));
    }

    [Fact]
    public void LabelsOfPicturesThatAreNotReadAreAnError()
    {
        var (images, labels) = _folder.Pairs(2);
        _folder.Text("images/002.heic", "");
        _folder.Grey("labels/002.png", 2, 0, 1);

        string error = Assert.Throws<FileNotFoundException>(() => SegmentationDataset.Folder(images, labels)).Message;

        Assert.Contains("1 images that have labels are of a kind that is not read (1 .heic)", error);
        Assert.Contains("002.heic", error);

        // A file of another kind beside a label is no picture.
        File.Move(_folder.At("images/002.heic"), _folder.At("images/002.json"));
        Assert.Equal(2, SegmentationDataset.Folder(images, labels).Count);
    }

    [Fact]
    public void NamesPairHoweverTheirLettersAreComposed()
    {
        _folder.Plain($"images/{Decomposed}/{Composed}.png", 1, 1, 0, 0, 0);
        _folder.Grey($"labels/{Composed}/{Decomposed}.png", 1, 0);
        var set = SegmentationDataset.Folder(_folder.At("images"), _folder.At("labels"));

        Assert.Equal([$"{Composed}/{Composed}"], set.Samples.Select(s => s.Stem));
        Assert.Single(set.Take(_folder.Text("list.txt", Decomposed + ".png")).Samples);
        Assert.True(
            File.Exists(
                SegmentationDataset.Pairs(_folder.Text("pairs.txt", $"images/{Decomposed}/{Decomposed}.png")).Samples.Single().ImagePath
            )
        );

        _folder.Plain($"images/{Decomposed}/{Decomposed}.png", 1, 1, 0, 0, 0);
        Assert.Contains(
            "two image files share the name",
            Assert.Throws<InvalidOperationException>(() => SegmentationDataset.Folder(_folder.At("images"))).Message
        );
    }

    [Fact]
    public void LinksAreFollowedButNotInCirclesAndNotIntoNothing()
    {
        _folder.Plain("images/a.png", 1, 1, 0, 0, 0);
        _folder.Plain("elsewhere/b.png", 1, 1, 0, 0, 0);
        Directory.CreateSymbolicLink(_folder.At("images/linked"), _folder.At("elsewhere"));
        Directory.CreateSymbolicLink(_folder.At("elsewhere/back"), _folder.At("images"));
        Directory.CreateSymbolicLink(_folder.At("images/up"), _folder.Root);

        var set = SegmentationDataset.Folder(_folder.At("images"));

        Assert.Equal(["a", "linked/b"], set.Samples.Select(s => s.Stem));
        Assert.Contains("2 links that lead back", Assert.Single(set.Notes));

        File.CreateSymbolicLink(_folder.At("images/c.png"), _folder.At("nowhere.png"));
        File.CreateSymbolicLink(_folder.At("images/d.png"), _folder.At("images/d.png"));
        Assert.Contains(
            "2 image files in",
            Assert.Throws<FileNotFoundException>(() => SegmentationDataset.Folder(_folder.At("images"))).Message
        );
    }

    [Theory]
    [InlineData("night", true)]
    [InlineData("run.2024", true)]
    [InlineData("notes.txt", false)]
    public void ABrokenLinkThatMayBeOneToAFolderIsAnError(string name, bool isError)
    {
        _folder.Plain("images/a.png", 1, 1, 0, 0, 0);
        File.CreateSymbolicLink(_folder.At("images/" + name), _folder.At("unmounted"));

        if (isError)
        {
            var error = Assert.Throws<DirectoryNotFoundException>(() => SegmentationDataset.Folder(_folder.At("images")));
            Assert.Contains("1 links lead to nothing", error.Message);
            Assert.Contains($"'{_folder.At("images/" + name)}'", error.Message);
        }
        else
        {
            var set = SegmentationDataset.Folder(_folder.At("images"));
            Assert.Single(set.Samples);
            Assert.Contains("1 links in", Assert.Single(set.AllNotes, note => note.IsWarning).Text);
        }
    }

    [Theory]
    [InlineData("a_image.jpg", "a_label.png", "_image", "_label")]
    [InlineData("a.png", "a_L.png", "", "_L")]
    [InlineData("t_0/a.jpg", "t_0/a_train_id.png", "", "_train_id")]
    [InlineData("a_leftImg8bit.png", "a_gtFine_labelTrainIds.png", "_leftImg8bit", "_gtFine_labelTrainIds")]
    public void SuffixesThatExplainAllPairsAreFoundAndTold(string image, string label, string imageSuffix, string labelSuffix)
    {
        foreach (string name in new[] { "a", "b", "c_d" })
        {
            _folder.Plain(
                "images/" + image.Replace("a_image", name + "_image").Replace("a.", name + ".").Replace("a_left", name + "_left"),
                1,
                1,
                0,
                0,
                0
            );
            _folder.Grey("labels/" + (label.StartsWith('a') ? name + label[1..] : label.Replace("/a", "/" + name)), 1, 0);
        }

        var set = SegmentationDataset.Folder(_folder.At("images"), _folder.At("labels"));

        Assert.Equal(3, set.Samples.Count(s => s.LabelPath is not null));
        Assert.Contains($"images '…{imageSuffix}' with labels '…{labelSuffix}'", Assert.Single(set.Notes));
        Assert.Equal(
            set.Samples,
            SegmentationDataset
                .Folder(_folder.At("images"), _folder.At("labels"), imageSuffix: imageSuffix, labelSuffix: labelSuffix)
                .Samples
        );
    }

    [Fact]
    public void NoSuffixIsGuessedWhereItWouldNotExplainAllPairs()
    {
        foreach (string name in new[] { "a", "b" })
        {
            _folder.Plain($"images/{name}.png", 1, 1, 0, 0, 0);
        }

        _folder.Grey("labels/a_L.png", 1, 0);
        string error = Assert
            .Throws<FileNotFoundException>(() => SegmentationDataset.Folder(_folder.At("images"), _folder.At("labels")))
            .Message;
        Assert.Contains("2 of 2 image files have no label", error);
        Assert.Contains("near 'a' there is 'a_L.png'", error);

        _folder.Grey("labels/a.png", 1, 0);
        Assert.Contains(
            "1 of 2 image files have no label",
            Assert.Throws<FileNotFoundException>(() => SegmentationDataset.Folder(_folder.At("images"), _folder.At("labels"))).Message
        );
        Assert.Contains(
            "lie in one folder",
            Assert
                .Throws<InvalidOperationException>(() => SegmentationDataset.Folder(_folder.At("images"), _folder.At("images") + "/"))
                .Message
        );
    }

    [Theory]
    [InlineData(MissingLabels.Unlabeled, 5)]
    [InlineData(MissingLabels.LeaveOut, 2)]
    public void WhereImagesMayLackALabelSuffixesMustGiveEveryLabelAnImage(MissingLabels missing, int count)
    {
        foreach (string name in new[] { "a", "b", "c", "d", "e" })
        {
            _folder.Plain($"images/{name}.png", 1, 1, 0, 0, 0);
        }

        _folder.Grey("labels/b_L.png", 1, 0);
        _folder.Grey("labels/d_L.png", 1, 0);

        var set = Find();
        Assert.Equal(count, set.Count);
        Assert.Equal(["b", "d"], set.Samples.Where(s => s.LabelPath is not null).Select(s => s.Stem));
        Assert.Contains(set.Notes, note => note.Contains("images '…' with labels '…_L'", StringComparison.Ordinal));

        // One of the images has a label without a suffix, too.
        _folder.Plain("images/d_L.png", 1, 1, 0, 0, 0);
        Assert.Contains("labels could be the files '…' or '…_L'", Assert.Throws<InvalidOperationException>(() => Find()).Message);
        File.Delete(_folder.At("images/d_L.png"));

        // Two kinds of labels.
        _folder.Grey("labels/b_depth.png", 1, 0);
        string error = Assert.Throws<FileNotFoundException>(() => Find()).Message;
        Assert.Contains("5 of 5 image files have no label", error);
        Assert.Contains("None of the 3 label files there belongs to an image: say what the names end in", error);
        Assert.Equal(2, Find("_L").Samples.Count(s => s.LabelPath is not null));
        Assert.Contains("None of the 3 label files", Assert.Throws<FileNotFoundException>(() => Find("_x")).Message);

        SegmentationDataset Find(string? suffix = null) =>
            SegmentationDataset.Folder(_folder.At("images"), _folder.At("labels"), labelSuffix: suffix, missingLabels: missing);
    }

    [Fact]
    public void AnEmptyLabelFolderLeavesImagesUnlabelled()
    {
        _folder.Plain("images/a.png", 1, 1, 0, 0, 0);
        Directory.CreateDirectory(_folder.At("labels"));

        var set = SegmentationDataset.Folder(_folder.At("images"), _folder.At("labels"), missingLabels: MissingLabels.Unlabeled);

        Assert.Null(Assert.Single(set.Samples).LabelPath);
    }

    [Theory]
    [InlineData("_label", "_inst_label", 0)]
    [InlineData("_label", "_inst_label", 4)]
    [InlineData("", "_depth", 2)]
    public void AMissingLabelDoesNotMakeOtherFilesTheLabels(string suffix, string other, int missing)
    {
        for (int i = 0; i < 5; i++)
        {
            _folder.Plain($"images/{i}.png", 1, 1, 0, 0, 0);
            _folder.Grey($"labels/{i}{other}.png", 1, 0);
            if (i != missing)
            {
                _folder.Grey($"labels/{i}{suffix}.png", 1, 0);
            }
        }

        var error = Assert.Throws<InvalidOperationException>(() => SegmentationDataset.Folder(_folder.At("images"), _folder.At("labels")));
        Assert.Contains($"'…{other}', of which every image has one, or '…{suffix}', of which 1 of 5 images have none", error.Message);
        Assert.Equal(5, SegmentationDataset.Folder(_folder.At("images"), _folder.At("labels"), labelSuffix: other).Count);
    }

    [Fact]
    public void ErrorsSayWhatThereIsInstead()
    {
        _folder.Text("Images/a.gif.txt", "");
        _folder.Text("train/x.png", "");

        Assert.Contains(
            $"'{_folder.Root}' holds the folders 'Images', 'train'.",
            Assert.Throws<DirectoryNotFoundException>(() => SegmentationDataset.Gta5(_folder.Root)).Message
        );
        Assert.Contains(
            "which holds 1 file (1 .txt; the first is 'a.gif.txt')",
            Assert.Throws<FileNotFoundException>(() => SegmentationDataset.Folder(_folder.At("Images"))).Message
        );
    }

    [LibraryImport("libc", EntryPoint = "setfsuid")]
    private static partial uint SetFileUser(uint user);
}
