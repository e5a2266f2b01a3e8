using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>Where models lie: in files of their own, and between other bytes.</summary>
public sealed class SegmentationModelFileTests : IClassFixture<SegmentationModelFileTests.SavedModel>, IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly TestFolder _folder = new();
    private readonly AssSegmentationTransformer _model;
    private readonly byte[] _saved;

    public SegmentationModelFileTests(SavedModel saved) => (_model, _saved) = (saved.Model, saved.Bytes);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_comes_back_by_its_path_and_ML_NET_reads_it_too()
    {
        string path = _folder.At("a/model.zip");
        Directory.Delete(_folder.At("a"));
        _model.Save(path);
        _model.Save(path);

        using (var loaded = AssSegmentationTransformer.Load(new MLContext(), path))
        {
            CheckSame(loaded);
        }
        using (var loaded = (AssSegmentationTransformer)new MLContext().Model.Load(path, out _))
        {
            CheckSame(loaded);
        }
        Assert.Equal([path], Directory.GetFiles(_folder.At("a")));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    [InlineData(5000, 200_000)]
    public void Bytes_in_front_of_a_model_and_behind_it_do_no_harm(int inFront, int behind)
    {
        var random = new Random(1);
        byte[] front = new byte[inFront],
            back = new byte[behind];
        random.NextBytes(front);
        random.NextBytes(back);
        using var stream = new MemoryStream();
        stream.Write(front);
        _model.Save(stream);
        Assert.Equal(stream.Length, stream.Position);
        long end = stream.Position;
        stream.Write(back);

        // What lies between is a whole model file.
        Assert.Equal(_saved.Length, end - inFront);
        using (var cut = (AssSegmentationTransformer)_ml.Model.Load(new MemoryStream(stream.ToArray()[inFront..(int)end]), out _))
        {
            CheckSame(cut);
        }
        stream.Position = inFront;
        using var loaded = AssSegmentationTransformer.Load(_ml, stream);
        CheckSame(loaded);
        Assert.Equal(end, stream.Position);
    }

    [Fact]
    public void Models_behind_one_another_are_read_in_turn()
    {
        using var other = TestModel.Create(_ml, classNames: ["a", "b", "c"]);
        using var stream = new MemoryStream();
        _model.Save(stream);
        other.Save(stream);
        stream.Position = 0;
        using var first = AssSegmentationTransformer.Load(_ml, stream);
        using var second = AssSegmentationTransformer.Load(_ml, stream);

        Assert.Equal([.. TestModel.ClassNames, "a", "b", "c"], [.. first.ClassNames, .. second.ClassNames]);
        Assert.Equal(stream.Length, stream.Position);
    }

    /// <summary>ML.NET counts an archive's distances from the beginning of the stream that it writes into.</summary>
    [Fact]
    public void A_model_that_ML_NET_saved_behind_other_bytes_is_read()
    {
        using var stream = new MemoryStream();
        stream.Write(new byte[100]);
        _ml.Model.Save(_model, null, stream);
        stream.Write(_saved);
        stream.Position = 100;
        using var loaded = AssSegmentationTransformer.Load(_ml, stream);
        using var next = AssSegmentationTransformer.Load(_ml, stream);
        CheckSame(loaded);
        CheckSame(next);
    }

    /// <summary>ML.NET puts a chain around a model that it saves beside a data loader, and takes it off again.</summary>
    [Fact]
    public void Models_that_ML_NET_saved_with_a_schema_or_with_a_data_loader_are_read()
    {
        using var withSchema = new MemoryStream();
        _ml.Model.Save(_model, _ml.Data.LoadFromEnumerable(TestModel.Rows(1)).Schema, withSchema);
        using var withLoader = new MemoryStream();
        var loader = _ml.Data.CreateTextLoader(new[] { new TextLoader.Column("Number", DataKind.Single, 0) });
        _ml.Model.Save(_model, loader, withLoader);
        foreach (var stream in new[] { withSchema, withLoader })
        {
            stream.Position = 0;
            using var loaded = AssSegmentationTransformer.Load(_ml, stream);
            CheckSame(loaded);
            Assert.Equal(stream.Length, stream.Position);
        }
    }

    [Fact]
    public void Streams_that_cannot_go_back_take_and_give_models()
    {
        using var written = new MemoryStream();
        _model.Save(new OneWayStream(written));
        Assert.Equal(_saved.Length, written.Length);
        written.Position = 0;
        using var loaded = AssSegmentationTransformer.Load(_ml, new OneWayStream(written));
        CheckSame(loaded);
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 3\n", "it is a pointer of Git LFS")]
    [InlineData("\r\n<!doctype HTML><html></html>", "it is an HTML page")]
    [InlineData("PK\u0003\u0004", "its end is missing")]
    [InlineData("hello", "it is a file that begins with 68656C6C6F")]
    public void What_is_no_model_is_called_what_it_is(string content, string said)
    {
        string path = _folder.Bytes("model.zip", System.Text.Encoding.Latin1.GetBytes(content));
        var error = Assert.Throws<FormatException>(() => AssSegmentationTransformer.Load(_ml, path));
        Assert.Contains(said, error.Message);
        Assert.Contains($"'{path}'", error.Message);
    }

    [Theory]
    [InlineData("archive/data.pkl", "it is a PyTorch checkpoint")]
    [InlineData("word/document.xml", "it is a zip archive without a model")]
    public void Archives_of_others_are_called_what_they_are(string entry, string said)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            archive.CreateEntry(entry).Open().Dispose();
        }
        stream.Position = 0;
        Assert.Contains(said, Assert.Throws<FormatException>(() => AssSegmentationTransformer.Load(_ml, stream)).Message);
    }

    [Fact]
    public void A_model_cut_anywhere_is_an_error_that_names_the_file()
    {
        foreach (int length in new[] { 3, 100, _saved.Length / 2, _saved.Length - 30, _saved.Length - 1 })
        {
            string path = _folder.Bytes("model.zip", _saved[..length]);
            Assert.Contains(
                $"'{path}' cannot be read",
                Assert.Throws<FormatException>(() => AssSegmentationTransformer.Load(_ml, path)).Message
            );
        }
    }

    [Fact]
    public void A_path_without_a_model_file_is_said()
    {
        Assert.Contains(
            "no model file",
            Assert.Throws<FileNotFoundException>(() => AssSegmentationTransformer.Load(_ml, _folder.At("none.zip"))).Message
        );
        Assert.EndsWith(
            "is a folder, not a model file.",
            Assert.Throws<IOException>(() => AssSegmentationTransformer.Load(_ml, _folder.Root)).Message
        );
        _model.Save(_folder.At("model.zip"));
        Assert.Contains(
            $"the model in it is '{_folder.At("model.zip")}'",
            Assert.Throws<IOException>(() => AssSegmentationTransformer.Load(_ml, _folder.Root)).Message
        );
        Assert.Contains("is a folder", Assert.Throws<IOException>(() => _model.Save(_folder.Root)).Message);
    }

    [Fact]
    public void A_stream_that_was_not_set_back_is_said()
    {
        using var stream = new MemoryStream();
        _model.Save(stream);
        Assert.Contains("set its Position", Assert.Throws<FormatException>(() => AssSegmentationTransformer.Load(_ml, stream)).Message);
    }

    /// <summary>ML.NET keeps silent about what goes wrong at the end of an archive.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(300)]
    public void A_disk_that_is_full_at_the_last_bytes_is_said(int missing)
    {
        string path = _folder.At("model.zip");
        var disk = new FullDisk { Room = _saved.Length - missing };
        using var stream = disk.Open(path);
        Assert.Contains("No space left", Assert.Throws<IOException>(() => _model.Save(stream)).Message);
    }

    [Fact]
    public void Nothing_is_left_of_models_that_came_and_went()
    {
        LoadAndDrop();
        long before = LiveTensors.Count;
        LoadAndDrop();
        Assert.Equal(before, LiveTensors.Count);

        void LoadAndDrop()
        {
            using var loaded = AssSegmentationTransformer.Load(_ml, new MemoryStream(_saved));
            CheckSame(loaded);
        }
    }

    private void CheckSame(AssSegmentationTransformer loaded)
    {
        using var image = TestModel.Picture(9);
        Assert.Equal(_model.Segment(image).ClassIds, loaded.Segment(image).ClassIds);
    }

    /// <summary>A model and its file's content, which no test changes.</summary>
    public sealed class SavedModel : IDisposable
    {
        public SavedModel()
        {
            using var stream = new MemoryStream();
            Model.Save(stream);
            Bytes = stream.ToArray();
        }

        public AssSegmentationTransformer Model { get; } = TestModel.Create(new MLContext(seed: 1));

        public byte[] Bytes { get; }

        public void Dispose() => Model.Dispose();
    }
}
