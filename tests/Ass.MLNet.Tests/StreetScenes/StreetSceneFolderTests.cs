using Microsoft.ML;
using Microsoft.ML.Data;
using StreetScenes;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class StreetSceneFolderTests : IDisposable
{
    private const int Width = 64, Height = 48;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ItIsAFolderDataSetWithExactLabels()
    {
        Assert.Equal(3, Open().Write(3, workers: 2));

        var set = SegmentationDataset.Folder(_folder.At("out/images"), _folder.At("out/labels"), LabelMap.Identity(File.ReadAllLines(_folder.At("out/classes.txt"))));
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
            MLImage image = null!, label = null!;
            getImage(ref image);
            getLabel(ref label);
            Assert.Equal(MLPixelFormat.Bgra32, image.PixelFormat);
            Assert.Equal(scene.Pixels, image.Pixels.ToArray());
            Assert.Equal(scene.Labels, TestModel.Ids(label));
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
        string[] files = [.. Files("whole")];
        Assert.Equal(files, Files("out"));
        Assert.Equal(10, files.Length);
        Assert.All(files, file => Assert.Equal(File.ReadAllBytes(_folder.At($"whole/{file}")), File.ReadAllBytes(_folder.At($"out/{file}"))));
    }

    [Fact]
    public void ScenesOfOtherSettingsAreReplacedOnlyOnRequest()
    {
        Open().Write(3);

        var error = Assert.Throws<IOException>(() => StreetSceneFolder.Open(_folder.At("out"), 2, Width, Height));
        Assert.Contains("seed 1, 64x48", error.Message);
        Assert.Contains("seed 2, 64x48", error.Message);

        StreetSceneFolder other = StreetSceneFolder.Open(_folder.At("out"), 2, Width, Height, replace: true);
        Assert.False(other.Has(0));
        other.Write(1);
        Assert.Equal(["classes.txt", "images/00000.png", "labels/00000.png", "scenes.json"], Files("out"));
    }

    [Fact]
    public void AFolderOfOtherImagesIsLeftAlone()
    {
        _folder.Plain("out/images/photo.png", 4, 4, 1, 2, 3);
        Assert.Contains("photo.png", Assert.Throws<IOException>(() => Open()).Message);

        _folder.Text("bad/scenes.json", "[1");
        Assert.Contains("scenes.json", Assert.Throws<InvalidDataException>(() => StreetSceneFolder.Open(_folder.At("bad"), 1)).Message);
    }

    [Fact]
    public void ACancelledFolderHoldsWholeScenesOnly()
    {
        using var cancellation = new CancellationTokenSource();
        var progress = new CancelAt(2, cancellation);

        Assert.ThrowsAny<OperationCanceledException>(() => Open().Write(20, 1, progress, cancellation.Token));

        Assert.Equal(6, Files("out").Count());
        Assert.Equal(18, Open().Write(20));
    }

    private StreetSceneFolder Open() => StreetSceneFolder.Open(_folder.At("out"), 1, Width, Height);

    private IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(_folder.At(folder), "*", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(_folder.At(folder), path).Replace('\\', '/')).Order(StringComparer.Ordinal);

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
