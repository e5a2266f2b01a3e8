using Ass.MLNet.Images;
using Ass.MLNet.Labels;
using Ass.MLNet.Sampling;
using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>What ML.NET's own loading does to files with alpha is noticed where it can be.</summary>
public sealed class TransparencyTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AnImageWhoseColoursAlphaHasEatenIsAnErrorInTraining()
    {
        string path = Rgba("a.png", alpha: _ => 0);
        using var lost = MLImage.CreateFromFile(path);
        Assert.Contains("black and transparent everywhere", Assert.Throws<InvalidOperationException>(() => ReadRow(lost)).Message);
        Assert.Contains("row 0, column 'Image'", Assert.Throws<InvalidOperationException>(() => ReadRow(lost)).Message);

        using var kept = ImageFile.Read(path);
        Assert.Equal([30, 20, 10, 30, 20, 10], ReadRow(kept).Pixels);

        // A padding of ResizeImages is no reason, nor is a buffer whose fourth byte nobody set.
        using var padded = MLImage.CreateFromPixels(2, 1, MLPixelFormat.Bgra32, [1, 2, 3, 255, 0, 0, 0, 0]);
        using var unset = MLImage.CreateFromPixels(2, 1, MLPixelFormat.Bgra32, [1, 2, 3, 0, 0, 0, 0, 0]);
        Assert.Equal([1, 2, 3, 0, 0, 0], ReadRow(padded).Pixels);
        Assert.Equal([1, 2, 3, 0, 0, 0], ReadRow(unset).Pixels);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 255)]
    [InlineData(128, 128)]
    public void ALabelWhoseIdsAlphaHasChangedIsAnError(int first, int second)
    {
        string path = _folder.Bytes(
            "label.png",
            new PngEncoder(2, 1, 8, 4).Encode(
                (x, _, c) =>
                    c == 0 ? 200
                    : x == 0 ? first
                    : second
            )
        );
        using var lost = MLImage.CreateFromFile(path);

        Assert.Contains(
            "transparent pixels",
            Assert.Throws<InvalidOperationException>(() => LabelImageReader.FromGrey(lost, "row 0")).Message
        );
        Assert.Equal([200, 200], LabelFile.ReadTrainIds(path, LabelChannel.Grey, null).Ids);
    }

    [Fact]
    public void ALabelWhoseAlphaNobodySetIsRead()
    {
        using var label = MLImage.CreateFromPixels(2, 1, MLPixelFormat.Bgra32, [3, 3, 3, 0, 0, 0, 0, 0]);
        Assert.Equal([3, 0], LabelImageReader.FromGrey(label, "row 0").Ids);
    }

    private string Rgba(string name, Func<int, int> alpha) =>
        _folder.Bytes(name, new PngEncoder(2, 1, 8, 6).Encode((x, _, c) => c == 3 ? alpha(x) : (c + 1) * 10));

    private BgrImage ReadRow(MLImage image)
    {
        var data = _ml.Data.LoadFromEnumerable([new Row { Image = image, Domain = "target" }]);
        var columns = new SamplingColumns(data.Schema["Image"], data.Schema["Image"], data.Schema["Domain"], 2);
        using var cursor = data.GetRowCursor(data.Schema);
        var sampler = new RowSampler(StreamKind.UnlabeledTarget, columns, cursor);
        cursor.MoveNext();
        return sampler.Read()!.Image;
    }

    private sealed class Row
    {
        public string? Domain { get; set; }

        [Microsoft.ML.Transforms.Image.ImageType(1, 2)]
        public MLImage? Image { get; set; }
    }
}
