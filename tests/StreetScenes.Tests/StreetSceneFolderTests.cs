using Ass.MLNet;
using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace StreetScenes.Tests;

public sealed class StreetSceneFolderTests : IDisposable
{
    private const int Width = 64,
        Height = 48;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ItIsAFolderDataSetWithExactLabels()
    {
        Assert.Equal(3, Open().Write(3, workers: 2));

        var set = SegmentationDataset.Folder(
            _folder.At("out/images"),
            _folder.At("out/labels"),
            LabelMap.Identity(File.ReadAllLines(_folder.At("out/classes.txt")))
        );
        Assert.Equal(LabelMap.CamVid.ClassNames, set.ClassNames);
        Assert.Equal(3, set.Count);
        var view = new MLContext().Data.LoadSegmentation(set.AsSource());
        int index = 0;
        using var cursor = view.GetRowCursor(view.Schema);
        var getImage = cursor.GetGetter<MLImage>(view.Schema["Image"]);
        var getLabel = cursor.GetGetter<MLImage>(view.Schema["Label"]);
        while (cursor.MoveNext())
        {
            StreetScene scene = StreetRenderer.Render(StreetRenderer.SceneSeed(1, index++), Width, Height);
            MLImage image = null!,
                label = null!;
            getImage(ref image);
            getLabel(ref label);
            Assert.Equal(MLPixelFormat.Bgra32, image.PixelFormat);
            Assert.Equal(scene.Pixels, image.Pixels.ToArray());
            Assert.Equal(scene.Labels, label.GetBGRPixels.Where((_, i) => i % 3 == 0));
        }

        Assert.Equal(3, index);
    }

    [Fact]
    public void ItGoesOnWhereItStoppedAndIsTheSameAsInOneGo()
    {
        Open().Write(2);
        DateTime old = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(_folder.At("out/images/00000.png"), old);
        File.Delete(_folder.At("out/labels/00001.png"));

        Assert.Equal(3, Open().Write(4, workers: 2));
        StreetSceneFolder.Open(_folder.At("whole"), 1, Width, Height).Write(4);

        Assert.Equal(old, File.GetLastWriteTimeUtc(_folder.At("out/images/00000.png")));
        string[] files = [.. _folder.Files("whole")];
        Assert.Equal(files, _folder.Files("out"));
        Assert.Equal(10, files.Length);
        Assert.All(files, file =>
            Assert.Equal(File.ReadAllBytes(_folder.At($"whole/{file}")), File.ReadAllBytes(_folder.At($"out/{file}")))
        );
    }

    [Fact]
    public void ScenesOfOtherSettingsAreReplacedOnlyOnRequest()
    {
        Open().Write(3);

        var error = Assert.Throws<IOException>(() => StreetSceneFolder.Open(_folder.At("out"), 2, Width, Height));
        Assert.Contains("seed 1, 64x48", error.Message);
        Assert.Contains("seed 2, 64x48", error.Message);

        Assert.Equal(1, Replace().Write(1));
        Assert.Equal(["classes.txt", "images/00000.png", "labels/00000.png", "scenes.json"], _folder.Files("out"));
        Assert.Equal(2, SceneRecord.Read(_folder.At("out"))!.Seed);
        Assert.Equal(StreetRenderer.Render(StreetRenderer.SceneSeed(2, 0), Width, Height).Labels, Labels("out/labels/00000.png"));
    }

    [Fact]
    public void OldScenesStayUntilAllThatReplaceThemAreThere()
    {
        Open().Write(3);
        byte[] old = File.ReadAllBytes(_folder.At("out/images/00000.png"));
        using var cancellation = new CancellationTokenSource();

        StreetSceneFolder replacement = Replace();
        Assert.False(replacement.Has(0));
        Assert.ThrowsAny<OperationCanceledException>(() => replacement.Write(5, 1, new CancelAt(2, cancellation), cancellation.Token));

        // The old set is whole, and the new one goes on where it stopped.
        Assert.Equal(old, File.ReadAllBytes(_folder.At("out/images/00000.png")));
        Assert.True(Open().Has(2));
        Assert.Equal(3, Replace().Write(5));
        Assert.Equal(12, _folder.Files("out").Count);
        Assert.NotEqual(old, File.ReadAllBytes(_folder.At("out/images/00000.png")));
        Assert.Throws<IOException>(() => Open());
    }

    [Fact]
    public void AFolderOfOldAndNewScenesIsAnErrorUntilItIsReplaced()
    {
        Open().Write(2);
        SceneRecord.Mixed.Write(_folder.At("out"));

        Assert.Contains("interrupted", Assert.Throws<IOException>(() => Open()).Message);
        Assert.Equal(2, Replace().Write(2));
        Assert.Equal(2, SceneRecord.Read(_folder.At("out"))!.Seed);
    }

    [Fact]
    public void RecordsWithoutAStyleAreOfTheFirstOne()
    {
        Open().Write(1);
        string record = File.ReadAllText(_folder.At("out/scenes.json"));
        _folder.Write("out/scenes.json", record.Replace(",\n    \"style\": \"street\"", ""));
        Assert.DoesNotContain("style", File.ReadAllText(_folder.At("out/scenes.json")));

        Assert.True(Open().Has(0));
    }

    [Fact]
    public void AFolderOfOtherImagesIsLeftAlone()
    {
        _folder.Write("out/images/photo.png", "not a rendered scene");
        Assert.Contains("photo.png", Assert.Throws<IOException>(() => Open()).Message);

        _folder.Write("bad/scenes.json", "[1");
        Assert.Contains("scenes.json", Assert.Throws<InvalidDataException>(() => StreetSceneFolder.Open(_folder.At("bad"), 1)).Message);
    }

    [Fact]
    public void ACancelledFolderHoldsWholeScenesOnly()
    {
        using var cancellation = new CancellationTokenSource();
        var progress = new CancelAt(2, cancellation);

        Assert.ThrowsAny<OperationCanceledException>(() => Open().Write(20, 1, progress, cancellation.Token));

        Assert.Equal(6, _folder.Files("out").Count);
        Assert.Equal(18, Open().Write(20));
    }

    private StreetSceneFolder Replace() => StreetSceneFolder.Open(_folder.At("out"), 2, Width, Height, replace: true);

    private StreetSceneFolder Open() => StreetSceneFolder.Open(_folder.At("out"), 1, Width, Height);

    private byte[] Labels(string file)
    {
        using var image = MLImage.CreateFromFile(_folder.At(file));
        return [.. image.GetBGRPixels.Where((_, i) => i % 3 == 0)];
    }

    private sealed class CancelAt(int at, CancellationTokenSource cancellation) : IProgress<int>
    {
        public void Report(int value)
        {
            if (value == at)
            {
                cancellation.Cancel();
            }
        }
    }
}
