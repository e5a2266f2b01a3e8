using Ass.MLNet.Columns;
using Ass.MLNet.Labels;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class SegmentationDataViewTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void RowsHoldPathsDomainsImagesAndLabels()
    {
        var (images, labels) = _folder.Pairs(2);
        var map = new LabelMap(new Dictionary<int, int> { [0] = 1, [1] = 0 }, ["a", "b"]);
        var data = _ml.Data.LoadSegmentation(
            SegmentationDataset.Folder(images, labels, map).AsSource(),
            SegmentationDataset.Folder(images).AsTarget()
        );

        var rows = _ml
            .Data.CreateEnumerable<Row>(data, reuseRowObject: true)
            .Select(r =>
                (
                    Path.GetFileName(r.ImagePath),
                    Path.GetFileName(r.LabelPath),
                    r.Domain,
                    r.Image!.Width,
                    Ids: r.Label is null ? null : LabelImageReader.FromGrey(r.Label, "").Ids
                )
            )
            .ToList();

        Assert.Equal(4, data.GetRowCount());
        Assert.Equal(["source", "source", "target", "target"], rows.Select(r => r.Domain));
        Assert.Equal(["000.png", "001.png", "", ""], rows.Select(r => r.Item2));
        Assert.Equal([1, 0], rows[0].Ids!);
        Assert.Null(rows[2].Ids);
        Assert.Equal(["a", "b"], ClassNamesAnnotation.Read(data.Schema["Label"]));
    }

    [Fact]
    public void ShufflingPermutesTheRowsAndKeepsTheirIds()
    {
        var (images, _) = _folder.Pairs(30);
        var data = _ml.Data.LoadSegmentation(SegmentationDataset.Folder(images).AsTarget());

        var plain = ReadIds(data, null);
        var first = ReadIds(data, new Random(1));

        Assert.True(data.CanShuffle);
        Assert.Equal(first, ReadIds(data, new Random(1)));
        Assert.NotEqual(plain, first);
        Assert.Equal(plain, first.OrderBy(row => row.Id.Low));
        Assert.NotEqual(first, ReadIds(_ml.Data.ShuffleRows(data, seed: 4), null));
    }

    [Fact]
    public void AnImageIsDisposedWhenTheRowMovesOnAndTheLastWithTheCursor()
    {
        var (images, _) = _folder.Pairs(2);
        var data = _ml.Data.LoadSegmentation(SegmentationDataset.Folder(images).AsTarget());
        var cursor = data.GetRowCursor([data.Schema["Image"]]);
        var getter = cursor.GetGetter<MLImage>(data.Schema["Image"]);
        MLImage? image = null;

        cursor.MoveNext();
        getter(ref image!);
        var first = image;
        cursor.MoveNext();
        getter(ref image);
        Assert.Throws<InvalidOperationException>(() => first.Width);
        Assert.Equal(2, image.Width);
        cursor.Dispose();

        Assert.Throws<InvalidOperationException>(() => image.Width);
        Assert.False(cursor.MoveNext());
    }

    [Fact]
    public void ASetWithoutARoleIsAnError()
    {
        var (images, _) = _folder.Pairs(1);

        var error = Assert.Throws<InvalidOperationException>(() => _ml.Data.LoadSegmentation(SegmentationDataset.Folder(images)));

        Assert.Contains("AsSource() or AsTarget()", error.Message);
        Assert.Throws<ArgumentException>(() => _ml.Data.LoadSegmentation());
    }

    [Fact]
    public void SetsThatKnowTheirClassesMustAgree()
    {
        var (images, labels) = _folder.Pairs(1);
        var unknown = SegmentationDataset.Folder(images, labels).AsTarget();
        var two = unknown.WithLabelMap(LabelMap.Identity(["a", "b"]));
        var three = unknown.WithLabelMap(LabelMap.Identity(["a", "b", "c"]));

        Assert.Equal(["a", "b"], ClassNamesAnnotation.Read(_ml.Data.LoadSegmentation(unknown, two).Schema["Label"]));
        Assert.Null(ClassNamesAnnotation.Read(_ml.Data.LoadSegmentation(unknown).Schema["Label"]));
        var error = Assert.Throws<InvalidOperationException>(() => _ml.Data.LoadSegmentation(two, unknown, three));
        Assert.Contains("[a, b]", error.Message);
        Assert.Contains("[a, b, c]", error.Message);
    }

    [Fact]
    public void LabelsAreTheSameWithAndWithoutAnImageOfThem()
    {
        _folder.Pairs(3);
        File.WriteAllBytes(_folder.At("labels/001.png"), new PngEncoder(2, 1, 16, 0).Encode((x, _, _) => 400 + x));
        var map = new LabelMap(new Dictionary<int, int> { [0] = 1, [400] = 0 }, ["a", "b"]);
        var pairs = SegmentationDataset.Folder(_folder.At("images"), _folder.At("labels"), map);
        var data = _ml.Data.LoadSegmentation(pairs.AsTarget(labeled: 2, seed: 1));
        var column = data.Schema["Label"];
        using var cursor = data.GetRowCursor([column]);
        var ids = LabelColumn.CreateReader(cursor, column);
        var read = ImageColumn.CreateReader(cursor, column);
        Func<LabelMask?> image = () => read() is { } picture ? LabelImageReader.FromGrey(picture, "the test") : null;
        while (cursor.MoveNext())
        {
            var (own, fromImage) = (ids(), image());
            Assert.Equal(fromImage?.Width, own?.Width);
            Assert.Equal(fromImage?.Ids, own?.Ids);
        }

        using var other = data.GetRowCursor([data.Schema["Image"]]);
        Assert.Throws<InvalidOperationException>(() => LabelColumn.CreateReader(other, column));
    }

    [Fact]
    public void PicturesBesideLabelsCanBePredictionsOfThem()
    {
        _folder.Grey("truth/a.png", 2, 0, 0, 1, 1);
        _folder.Grey("predicted/a.png", 2, 0, 1, 1, 1);
        var pairs = SegmentationDataset.Folder(_folder.At("predicted"), _folder.At("truth"), LabelMap.Identity(["ground", "car"]));
        var data = _ml.Data.LoadSegmentation(pairs.AsTarget());

        var metrics = _ml.MulticlassClassification.EvaluateSegmentation(data, "Label", "Image");

        Assert.Equal([1 / 2.0, 2 / 3.0], metrics.PerClassIoU);
        Assert.Equal(metrics.PerClassIoU, _ml.MulticlassClassification.EvaluateSegmentation(data, "Image", "Label").PerClassIoU);
    }

    [Fact]
    public void FilesAreReadForTheirOwnColumnAlone()
    {
        var (images, labels) = _folder.Pairs(1);
        var data = _ml.Data.LoadSegmentation(SegmentationDataset.Folder(images, labels).AsTarget());
        using var cursor = data.GetRowCursor(data.Schema);
        var row = Assert.IsAssignableFrom<ITrainIdRow>(cursor);
        var (image, label) = (data.Schema["Image"], data.Schema["Label"]);

        Assert.NotNull(row.CreateLabelReader(label));
        Assert.Null(row.CreateLabelReader(image));
        Assert.NotNull(row.CreateSizeReader(image));
        Assert.Null(row.CreateSizeReader(label));
        Assert.NotNull(row.CreatePixelReader(image));
        Assert.Null(row.CreatePixelReader(label));
    }

    [Fact]
    public void AFileThatIsNoPictureIsNamed()
    {
        var (images, _) = _folder.Pairs(1);
        string bad = _folder.Text("images/001.png", "this is text");
        var data = _ml.Data.LoadSegmentation(SegmentationDataset.Folder(images).AsTarget());

        var error = Assert.Throws<InvalidDataException>(() => _ml.Data.CreateEnumerable<Row>(data, reuseRowObject: true).Count());

        Assert.Contains(bad, error.Message);
    }

    [Fact]
    public void ALabelInColoursIsNamed()
    {
        var (images, labels) = _folder.Pairs(1);
        string bad = _folder.Plain("labels/000.png", 2, 1, 128, 0, 0);
        var data = _ml.Data.LoadSegmentation(SegmentationDataset.Folder(images, labels).AsTarget());

        var error = Assert.Throws<InvalidDataException>(() => _ml.Data.CreateEnumerable<Row>(data, reuseRowObject: true).Count());

        Assert.Contains(bad, error.Message);
        Assert.Contains("picture of colours", error.Message);
    }

    [Fact]
    public void APhotographThatBreaksOffIsNamedAndNotFilledUpWithGrey()
    {
        var pixels = new byte[3 * 64 * 64];
        new Random(1).NextBytes(pixels);
        using (var image = TestImages.Bgr(64, pixels))
        {
            image.Save(_folder.At("photos/a.jpg"));
        }

        string path = _folder.At("photos/a.jpg");
        _folder.Bytes("photos/a.jpg", File.ReadAllBytes(path)[..2000]);
        var data = _ml.Data.LoadSegmentation(SegmentationDataset.Folder(_folder.At("photos")).AsTarget());

        var error = Assert.ThrowsAny<Exception>(() => _ml.Data.CreateEnumerable<Row>(data, reuseRowObject: true).Count());
        Assert.Contains($"'{path}' cannot be read: it breaks off", error.ToString());
    }

    [Fact]
    public void ModelsAreSavedWithItsSchemaAndPredictFromRows()
    {
        var (images, labels) = _folder.Pairs(2);
        var data = _ml.Data.LoadSegmentation(SegmentationDataset.Folder(images, labels, LabelMap.Identity(["a", "b"])).AsSource());
        var model = _ml.Transforms.ResizeImages("Small", 4, 4, "Image", ImageResizingEstimator.ResizingKind.Fill).Fit(data);
        string file = _folder.At("model.zip");

        _ml.Model.Save(model, data.Schema, file);
        var loaded = new MLContext().Model.Load(file, out var schema);
        using var engine = _ml.Model.CreatePredictionEngine<Row, SmallRow>(loaded, data.Schema);
        using var image = TestImages.Plain(2, 1, 9, 8, 7);
        var output = engine.Predict(new Row { Image = image });

        Assert.Equal(4, output.Small!.Width);
        Assert.Contains("ImagePath", schema.Select(c => c.Name));
    }

    [SharedDataFact("camvid")]
    public void CamVidIsReadAsPublished()
    {
        var set = SegmentationDataset.CamVid(SharedData.Find("camvid")!, "val");
        var data = _ml.Data.LoadSegmentation(set.Take(3).AsSource());
        var seen = new HashSet<byte>();
        foreach (var row in _ml.Data.CreateEnumerable<Row>(data, reuseRowObject: true))
        {
            Assert.Equal((480, 360), (row.Image!.Width, row.Image.Height));
            var mask = LabelImageReader.FromGrey(row.Label!, row.LabelPath);
            LabelColumn.CheckRange(mask, 11, row.LabelPath);
            seen.UnionWith(mask.Ids);
        }

        Assert.Equal(101, set.Count);
        Assert.Contains((byte)3, seen);
        Assert.Contains((byte)255, seen);
        Assert.DoesNotContain((byte)11, seen);
    }

    private static List<(DataViewRowId Id, string Path)> ReadIds(IDataView data, Random? random)
    {
        var column = data.Schema["ImagePath"];
        using var cursor = data.GetRowCursor([column], random);
        var getId = cursor.GetIdGetter();
        var getPath = cursor.GetGetter<ReadOnlyMemory<char>>(column);
        var rows = new List<(DataViewRowId, string)>();
        DataViewRowId id = default;
        ReadOnlyMemory<char> path = default;
        while (cursor.MoveNext())
        {
            getId(ref id);
            getPath(ref path);
            rows.Add((id, path.ToString()));
        }

        return rows;
    }

    private sealed class Row
    {
        public string ImagePath { get; set; } = "";

        public string LabelPath { get; set; } = "";

        public string Domain { get; set; } = "";

        public MLImage? Image { get; set; }

        public MLImage? Label { get; set; }
    }

    private sealed class SmallRow
    {
        [ImageType(4, 4)]
        public MLImage? Small { get; set; }
    }
}
