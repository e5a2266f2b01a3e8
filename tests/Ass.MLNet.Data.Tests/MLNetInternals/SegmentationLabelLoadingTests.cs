using System.Drawing;
using System.IO.Compression;
using Ass.MLNet.Columns;
using Ass.MLNet.Labels;
using Ass.MLNet.MLNetInternals;
using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class SegmentationLabelLoadingTests : IDisposable
{
    private static readonly LabelMap Map = new(
        new Dictionary<int, int>
        {
            [7] = 0,
            [300] = 1,
            [0] = 255,
        },
        ["road", "car"],
        [Color.FromArgb(1, 2, 3), Color.FromArgb(40, 50, 60)]
    );

    private readonly MLContext _ml = new(seed: 1);
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void FilesBecomeImagesOfTrainIds()
    {
        Write("a.png", new PngEncoder(2, 1, 8, 3).Encode((x, _, _) => 7 + x));
        Write("b.png", new PngEncoder(3, 1, 16, 0).Encode((x, _, _) => x == 1 ? 300 : 7));
        var data = Rows("a.png", "b.png", "", null);

        var labels = Transform(data, Map, _folder.Root);

        Assert.Equal(["Path", "Label"], labels.Schema.Select(c => c.Name));
        Assert.Equal(["road", "car"], ClassNamesAnnotation.Read(labels.Schema["Label"]));
        Assert.Equal(
            [
                [0, 255],
                [0, 1, 0],
                null,
                null,
            ],
            Read(labels)
        );
    }

    [Fact]
    public void WithoutAMapFilesHoldTrainIds()
    {
        string path = Write("deep/c.png", new PngEncoder(2, 1, 8, 0).Encode((x, _, _) => 254 + x));
        var labels = Transform(Rows(path), map: null, folder: "elsewhere");

        Assert.Null(ClassNamesAnnotation.Read(labels.Schema["Label"]));
        Assert.Equal(
            [
                [254, 255],
            ],
            Read(labels)
        );
    }

    [Fact]
    public void TheLabelsMayTakeThePlaceOfTheirPaths()
    {
        Write("a.png", new PngEncoder(2, 1, 8, 3).Encode((x, _, _) => 7 + x));
        var data = Rows("a.png", "");
        using var file = new MemoryStream();
        _ml.Model.Save(_ml.Transforms.LoadSegmentationLabels("Path", "Path", Map, _folder.Root).Fit(data), data.Schema, file);
        file.Position = 0;

        var labels = _ml.Model.Load(file, out _).Transform(data);

        var column = labels.Schema["Path"];
        using var cursor = labels.GetRowCursor([column]);
        var read = LabelColumn.CreateReader(cursor, column);
        Assert.True(cursor.MoveNext());
        Assert.Equal([0, 255], read()!.Ids);
        Assert.True(cursor.MoveNext());
        Assert.Null(read());
    }

    [Fact]
    public void TheRedChannelIsRead()
    {
        Write("red.png", new PngEncoder(2, 1, 8, 6).Encode((x, _, channel) => channel == 0 ? 7 + x : 200));
        var red = _ml.Transforms.LoadSegmentationLabels("Label", "Path", Map, _folder.Root, LabelChannel.Red);
        var data = Rows("red.png");

        Assert.Equal(
            [
                [0, 255],
            ],
            Read(red.Fit(data).Transform(data))
        );
        Assert.Contains("picture of colours", Assert.Throws<InvalidDataException>(() => Read(Transform(data, Map, _folder.Root))).Message);
    }

    [Fact]
    public void NothingIsReadBeforeItIsAskedFor()
    {
        var labels = Transform(Rows("missing.png"), Map, _folder.Root);
        Assert.Single(labels.GetColumn<string>("Path"));
        Assert.Contains("missing.png", Assert.Throws<FileNotFoundException>(() => Read(labels)).Message);
    }

    [Fact]
    public void ItIsSavedAndLoadedWithItsMap()
    {
        Write("b.png", new PngEncoder(4, 1, 16, 2).Encode((x, _, channel) => channel == 0 ? new[] { 0, 7, 300, 44 }[x] : 9));
        var data = Rows("b.png");
        string file = _folder.At("model.zip");
        var pipeline = _ml
            .Transforms.LoadSegmentationLabels("Truth", "Path", Map, _folder.Root, LabelChannel.Red)
            .Append(_ml.Transforms.CopyColumns("Label", "Truth"));
        _ml.Model.Save(pipeline.Fit(data), data.Schema, file);

        var labels = new MLContext().Model.Load(file, out _).Transform(data);

        Assert.Equal(["road", "car"], ClassNamesAnnotation.Read(labels.Schema["Label"]));
        Assert.Equal(
            [
                [255, 0, 1, 255],
            ],
            Read(labels)
        );
    }

    [Fact]
    public void ItIsSavedAndLoadedWithAMapOfColours()
    {
        var map = LabelMap.FromPalette(
            new SegmentationPalette([Color.FromArgb(128, 64, 128), Color.FromArgb(0, 0, 142)]),
            ["road", "car"],
            [Color.Black]
        );
        string path = Write(
            "b.png",
            new PngEncoder(4, 1, 8, 6).Encode((x, _, c) => (new[] { 0x8E, 0x804080, 0, 0x123456 }[x] >> (16 - (8 * c))) & 255)
        );
        var data = Rows(path);
        using var file = new MemoryStream();
        _ml.Model.Save(_ml.Transforms.LoadSegmentationLabels("Label", "Path", map).Fit(data), data.Schema, file);
        file.Position = 0;

        var labels = _ml.Model.Load(file, out _).Transform(data);

        Assert.Equal(["road", "car"], ClassNamesAnnotation.Read(labels.Schema["Label"]));
        Assert.Equal(
            [
                [1, 0, 255, 255],
            ],
            Read(labels)
        );
    }

    [Fact]
    public void ItIsSavedAndLoadedWithoutMapAndFolder()
    {
        string path = Write("b.png", new PngEncoder(1, 1, 8, 0).Encode((_, _, _) => 3));
        var data = Rows(path);
        using var file = new MemoryStream();
        _ml.Model.Save(_ml.Transforms.LoadSegmentationLabels("Label", "Path").Fit(data), data.Schema, file);
        file.Position = 0;

        Assert.Equal(
            [
                [3],
            ],
            Read(_ml.Model.Load(file, out _).Transform(data))
        );
    }

    [Theory]
    [InlineData(12, "channel")]
    [InlineData(16, "classes")]
    [InlineData(37, "lists")]
    public void ADamagedModelIsRefused(int offset, string problem)
    {
        var data = Rows("b.png");
        using var file = new MemoryStream();
        _ml.Model.Save(_ml.Transforms.LoadSegmentationLabels("Label", "Path", Map).Fit(data), data.Schema, file);
        Damage(file, offset);

        var error = Assert.ThrowsAny<Exception>(() => _ml.Model.Load(file, out _));
        while (error.InnerException is not null)
        {
            error = error.InnerException;
        }

        Assert.IsType<FormatException>(error);
        Assert.Contains(problem, error.Message);
    }

    [Fact]
    public void APredictionEngineReadsLabels()
    {
        Write("a.png", new PngEncoder(2, 1, 8, 0).Encode((x, _, _) => 7 - (7 * x)));
        var model = _ml.Transforms.LoadSegmentationLabels("Label", "Path", Map, _folder.Root).Fit(Rows("a.png"));
        using var engine = _ml.Model.CreatePredictionEngine<Row, Output>(model);

        Assert.Equal([0, 255], LabelImageReader.FromGrey(engine.Predict(new Row { Path = "a.png" }).Label!, "").Ids);
        Assert.Null(engine.Predict(new Row()).Label);
    }

    [Fact]
    public void AFittedChainScoresDataWithoutLabels()
    {
        Write("a.png", new PngEncoder(2, 1, 8, 0).Encode((x, _, _) => 7 - (7 * x)));
        string file = _folder.At("model.zip");
        var labeled = Rows("a.png");
        var chain = _ml
            .Transforms.LoadSegmentationLabels("Truth", "Path", Map, _folder.Root)
            .Append(_ml.Transforms.CopyColumns("Label", "Truth"));
        _ml.Model.Save(chain.Fit(labeled), labeled.Schema, file);
        var model = _ml.Model.Load(file, out _);

        var unlabeled = model.Transform(_ml.Data.LoadFromEnumerable([new Unlabeled(), new Unlabeled()]));
        using var engine = _ml.Model.CreatePredictionEngine<Unlabeled, Output>(model);

        Assert.Equal([null, null], Read(unlabeled));
        Assert.Equal(["road", "car"], ClassNamesAnnotation.Read(unlabeled.Schema["Label"]));
        Assert.Null(engine.Predict(new Unlabeled()).Label);
        Assert.Equal(
            [
                [0, 255],
            ],
            Read(model.Transform(labeled))
        );
    }

    [Fact]
    public void TheColumnOfPathsIsChecked()
    {
        var data = _ml.Data.LoadFromEnumerable([new Number { Path = 3 }]);
        Assert.Contains("Path", Assert.Throws<ArgumentOutOfRangeException>(() => Transform(data, Map, null)).Message);
        Assert.Contains(
            "Nowhere",
            Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.LoadSegmentationLabels("Label", "Nowhere").Fit(data)).Message
        );
    }

    [Fact]
    public void TheEstimatorPromisesWhatTheTransformerGives()
    {
        var data = Rows("a.png");
        var estimator = _ml.Transforms.LoadSegmentationLabels("Label", "Path", Map);
        var promised = estimator.GetOutputSchema(SegmentationSchemaShape.Of(data.Schema));
        var given = SegmentationSchemaShape.Of(estimator.Fit(data).GetOutputSchema(data.Schema));

        Assert.Equal(
            given.Select(c => (c.Name, c.Kind, Type: c.ItemType.ToString())),
            promised.Select(c => (c.Name, c.Kind, Type: c.ItemType.ToString()))
        );
        Assert.Equal(["ClassNames"], promised.Single(c => c.Name == "Label").Annotations.Select(c => c.Name));
    }

    private static byte[]?[] Read(IDataView labels)
    {
        using var cursor = labels.GetRowCursor([labels.Schema["Label"]]);
        var read = LabelColumn.CreateReader(cursor, labels.Schema["Label"]);
        var ids = new List<byte[]?>();
        while (cursor.MoveNext())
        {
            ids.Add(read()?.Ids);
        }

        return [.. ids];
    }

    // Changes four bytes of the transformer's own stream, counted from where its values begin behind ML.NET's header.
    private static void Damage(MemoryStream file, int offset)
    {
        using (var archive = new ZipArchive(file, ZipArchiveMode.Update, leaveOpen: true))
        {
            using var stream = archive.GetEntry("TransformerChain/Model.key")!.Open();
            stream.Position = 16;
            stream.Position = new BinaryReader(stream).ReadInt64() + offset;
            stream.Write(BitConverter.GetBytes(-7));
        }

        file.Position = 0;
    }

    private string Write(string name, byte[] file)
    {
        string path = _folder.At(name);
        File.WriteAllBytes(path, file);
        return path;
    }

    private IDataView Rows(params string?[] paths) => _ml.Data.LoadFromEnumerable(paths.Select(path => new Row { Path = path }));

    private IDataView Transform(IDataView data, LabelMap? map, string? folder) =>
        _ml.Transforms.LoadSegmentationLabels("Label", "Path", map, folder).Fit(data).Transform(data);

    private sealed class Row
    {
        public string? Path { get; set; }
    }

    private sealed class Number
    {
        public float Path { get; set; }
    }

    private sealed class Unlabeled
    {
        public int Number { get; set; }
    }

    private sealed class Output
    {
        public MLImage? Label { get; set; }
    }
}
