using Ass.MLNet.Cli.Use;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class PredictionRunTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AnImageWhoseFilesCannotBeMadeIsReportedAndTheOthersAreDone()
    {
        for (int i = 0; i < 6; i++)
        {
            _folder.Plain($"images/{i}.png", i == 2 ? NarrowModel.Wrong : 4, 3, 9, 8, 7);
        }
        string output = Path.Combine(_folder.Root, "out");
        var files = PredictionFiles.Plan(Path.Combine(_folder.Root, "images"), output, labelIds: false);
        using var record = PredictionRecord.Open(output, _folder.Text("model.zip", "a model"), overwrite: false);
        using var model = new NarrowModel();
        var run = new PredictionRun(model, record);

        Assert.Equal(6, run.Run(files, (_, _, _) => { }, CancellationToken.None));

        string problem = Assert.Single(run.Broken);
        Assert.StartsWith(files[2].Image + ": ", problem, StringComparison.Ordinal);
        Assert.Equal([true, true, false, true, true, true], files.Select(file => File.Exists(file.Overlay)));
    }

    [Fact]
    public void ADiskThatTakesNothingStopsTheRun()
    {
        _folder.Plain("images/0.png", 4, 3, 9, 8, 7);
        string output = Path.Combine(_folder.Root, "out");
        var files = PredictionFiles.Plan(Path.Combine(_folder.Root, "images"), output, labelIds: false);
        Directory.CreateDirectory(files[0].Color);
        using var record = PredictionRecord.Open(output, _folder.Text("model.zip", "a model"), overwrite: false);
        using var model = new NarrowModel();

        Assert.ThrowsAny<IOException>(() => new PredictionRun(model, record).Run(files, (_, _, _) => { }, CancellationToken.None));
    }

    /// <summary>A model with masks of a single class. Those of images of one width have another size, so that no overlay can be
    /// made.</summary>
    private sealed class NarrowModel : ISegmentationTransformer
    {
        public const int Wrong = 5;

        private static readonly string[] Classes = ["road", "sky"];

        public IReadOnlyList<string> ClassNames => Classes;

        public bool IsRowToRowMapper => true;

        public SegmentationMask Segment(MLImage image)
        {
            int width = image.Width == Wrong ? 1 : image.Width;
            return new SegmentationMask(
                width,
                image.Height,
                new byte[width * image.Height],
                Classes,
                SegmentationPalette.ForClasses(Classes)
            );
        }

        public void Dispose() { }

        public void Save(Stream stream) => throw new NotSupportedException();

        public void Save(string path) => throw new NotSupportedException();

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => throw new NotSupportedException();

        public IDataView Transform(IDataView input) => throw new NotSupportedException();

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new NotSupportedException();

        void ICanSaveModel.Save(ModelSaveContext ctx) => throw new NotSupportedException();
    }
}
