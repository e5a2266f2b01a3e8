using System.Diagnostics;
using Ass.MLNet.Columns;
using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class SegmentationModelFormatTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly string _folder = Directory.CreateTempSubdirectory("ass-format").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task AnotherProcessLoadsItWithMLNetAlone()
    {
        string file = Path.Combine(_folder, "model.zip"),
            picture = Path.Combine(_folder, "picture.png");
        using var model = TestModel.Create(_ml);
        using var image = TestModel.Picture(3);
        image.Save(picture);
        _ml.Model.Save(model, _ml.Data.LoadFromEnumerable(TestModel.Rows(1)).Schema, file);

        string[] lines = await RunLoadApp(file, picture);

        Assert.Equal(["32x24", Convert.ToHexString(model.Segment(image).ClassIds)], lines);
    }

    [Fact]
    public void ChainWithOtherTransformersComesBackWhole()
    {
        string file = Path.Combine(_folder, "chain.zip");
        var data = _ml.Data.LoadFromEnumerable(TestModel.Rows(6));
        using var model = TestModel.Create(_ml, score: "Probabilities", image: "Photo");
        var before = _ml.Transforms.CopyColumns("Photo", "Image").Fit(data);
        var after = _ml.Transforms.CopyColumns("Mask", "PredictedLabel").Fit(model.Transform(before.Transform(data)));
        _ml.Model.Save(new TransformerChain<ITransformer>(before, model, after), data.Schema, file);

        var fresh = new MLContext();
        var loaded = fresh.Model.Load(file, out _);

        var output = loaded.Transform(data);
        Assert.Equal(["Number", "Image", "Photo", "PredictedLabel", "Probabilities", "Mask"], output.Schema.Select(c => c.Name));
        Assert.Equal(TestModel.ClassNames, ClassNamesAnnotation.Read(output.Schema["Mask"]));
        var masks = output.GetColumn<MLImage>("Mask").Select(TestModel.Ids).ToArray();
        Assert.Equal(TestModel.Rows(6).Select(r => model.Segment(r.Image!).ClassIds), masks);
        (loaded as IDisposable)?.Dispose();
    }

    [Fact]
    public void OwnSaveAndLoadRoundTrip()
    {
        using var model = TestModel.Create(_ml);
        using var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = 0;
        using var loaded = AssSegmentationTransformer.Load(new MLContext(), stream);
        Assert.Equal(TestModel.ClassNames, loaded.ClassNames);
        using var image = TestModel.Picture(9);
        Assert.Equal(model.Segment(image).ClassIds, loaded.Segment(image).ClassIds);
    }

    [Fact]
    public void LoadRefusesAnotherKindOfModel()
    {
        using var stream = new MemoryStream();
        var data = _ml.Data.LoadFromEnumerable(TestModel.Rows(1));
        _ml.Model.Save(_ml.Transforms.CopyColumns("Photo", "Image").Fit(data), data.Schema, stream);
        stream.Position = 0;
        var error = Assert.Throws<InvalidOperationException>(() => AssSegmentationTransformer.Load(_ml, stream));
        Assert.Contains("not an AssSegmentationTransformer", error.Message, StringComparison.Ordinal);
        Assert.Equal(stream.Length, stream.Position);
    }

    [Fact]
    public void LoadRefusesAFileThatIsNoModel()
    {
        using var stream = new MemoryStream(new byte[1000]);
        var error = Assert.Throws<FormatException>(() => AssSegmentationTransformer.Load(_ml, stream));
        Assert.Contains("zip", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.9)]
    public void LoadRefusesATruncatedNetwork(double kept)
    {
        using var stream = new MemoryStream();
        using (var model = TestModel.Create(_ml))
        {
            model.Save(stream);
        }

        ArchiveEntries.Change(stream, "TransformerChain/Segmenter", bytes => bytes[..(int)(bytes.Length * kept)]);
        var error = Assert.Throws<FormatException>(() => AssSegmentationTransformer.Load(_ml, stream));
        Assert.Contains("truncated", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LoadRefusesAModelWithoutItsNetwork()
    {
        using var stream = new MemoryStream();
        using (var model = TestModel.Create(_ml))
        {
            model.Save(stream);
        }

        ArchiveEntries.Change(stream, "TransformerChain/Segmenter", _ => null);
        var error = Assert.Throws<FormatException>(() => AssSegmentationTransformer.Load(_ml, stream));
        Assert.Contains("no stream 'Segmenter'", error.Message, StringComparison.Ordinal);
    }

    private static async Task<string[]> RunLoadApp(params string[] arguments)
    {
        using var process = ChildProcess.Start("Ass.MLNet.LoadApp", arguments);
        var error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await error);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
