using Ass.MLNet.Columns;
using Ass.MLNet.Labels;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class LabelColumnTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void GreyImagesAreTrainIds()
    {
        using var image = TestImages.Grey(2, 0, 3, 255, 10, 7, 7);

        var labels = Read(_ml.Data.LoadFromEnumerable([new ImageRow { Label = image }, new ImageRow()]));

        Assert.Equal((2, 3), (labels[0]!.Width, labels[0]!.Height));
        Assert.Equal([0, 3, 255, 10, 7, 7], labels[0]!.Ids);
        Assert.Null(labels[1]);
    }

    [Fact]
    public void RgbaImagesAreReadAsWell()
    {
        using var image = MLImage.CreateFromPixels(2, 1, MLPixelFormat.Rgba32, [4, 4, 4, 255, 9, 9, 9, 255]);

        Assert.Equal([4, 9], Read(_ml.Data.LoadFromEnumerable([new ImageRow { Label = image }]))[0]!.Ids);
    }

    [Theory]
    [InlineData(1, 1, 2)]
    [InlineData(1, 2, 2)]
    [InlineData(2, 1, 2)]
    public void ColourIsAnErrorThatNamesThePixel(byte blue, byte green, byte red)
    {
        using var good = TestImages.Grey(2, 1, 1, 1, 1);
        using var bad = TestImages.Bgr(2, 5, 5, 5, 5, 5, 5, 5, 5, 5, blue, green, red);
        var data = _ml.Data.LoadFromEnumerable([new ImageRow { Label = good }, new ImageRow { Label = bad }]);

        var error = Assert.Throws<InvalidOperationException>(() => Read(data));

        Assert.Contains("row 1, column 'Label' is not grey", error.Message);
        Assert.Contains($"pixel (1, 1) is R {red}, G {green}, B {blue}", error.Message);
        Assert.Contains("palette", error.Message);
    }

    [Fact]
    public void ByteVectorsAreTrainIds()
    {
        var labels = Read(_ml.Data.LoadFromEnumerable([new ByteRow { Label = [0, 2, 255] }, new ByteRow { Label = [] }]));

        Assert.Equal((0, 0), (labels[0]!.Width, labels[0]!.Height));
        Assert.Equal([0, 2, 255], labels[0]!.Ids);
        Assert.Null(labels[1]);
    }

    [Fact]
    public void KeysAreOneBasedAndMissingIsIgnored()
    {
        var labels = Read(_ml.Data.LoadFromEnumerable([new KeyRow { Label = [1, 0, 3, 2] }, new KeyRow { Label = [] }]));

        Assert.Equal([0, 255, 2, 1], labels[0]!.Ids);
        Assert.Null(labels[1]);
    }

    [Fact]
    public void AKeyBeyondTheLastClassIsAnError()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Read(_ml.Data.LoadFromEnumerable([new KeyRow { Label = [1, 256] }])));

        Assert.Contains("row 0, column 'Label' holds key 256 at element 1", error.Message);
    }

    [Fact]
    public void OtherTypesAreRefusedByName()
    {
        var data = _ml.Data.LoadFromEnumerable([new TextRow()]);

        var error = Assert.Throws<ArgumentOutOfRangeException>(() => LabelColumn.CheckType(data.Schema["Label"]));

        Assert.Contains("'Label'", error.Message);
        Assert.Contains("String", error.Message);
    }

    [Fact]
    public void AnAbsentLabelStaysAbsentBehindResizeImages()
    {
        using var first = TestImages.Grey(2, 1, 1, 1, 1);
        using var third = TestImages.Grey(2, 2, 2, 2, 2);
        var data = _ml.Data.LoadFromEnumerable([new ImageRow { Label = first }, new ImageRow(), new ImageRow { Label = third }]);
        var resize = _ml.Transforms.ResizeImages("Label", 4, 4, resizing: ImageResizingEstimator.ResizingKind.Fill);

        var labels = Read(resize.Fit(data).Transform(data));

        Assert.Equal([16, null, 16], labels.Select(label => label?.Ids.Length));
        Assert.All(labels[2]!.Ids, id => Assert.Equal(2, id));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AnAbsentLabelStaysAbsentBehindExtractPixels(bool interleaved)
    {
        using var second = TestImages.Grey(3, 1, 2, 0, 0, 0, 0);
        var data = _ml.Data.LoadFromEnumerable([new SizedRow(), new SizedRow { Label = second }]);
        var extract = _ml.Transforms.ExtractPixels(
            "Label",
            colorsToExtract: ImagePixelExtractingEstimator.ColorBits.Red,
            interleavePixelColors: interleaved,
            outputAsFloatArray: false
        );

        var labels = Read(extract.Fit(data).Transform(data));

        Assert.Null(labels[0]);
        Assert.Equal((3, 2), (labels[1]!.Width, labels[1]!.Height));
        Assert.Equal([1, 2, 0, 0, 0, 0], labels[1]!.Ids);
    }

    [Fact]
    public void ASparseVectorWithoutValuesIsALabelOfTheFirstClass()
    {
        var label = Read(_ml.Data.LoadFromEnumerable([new SparseRow { Label = new VBuffer<byte>(3, 0, [], []) }]))[0];

        Assert.Equal([0, 0, 0], label!.Ids);
    }

    [Fact]
    public void AVectorHasTheShapeOfItsType()
    {
        var bytes = Read(_ml.Data.LoadFromEnumerable([new ShapedByteRow { Label = [0, 1, 2, 3, 4, 5] }]))[0];
        var keys = Read(_ml.Data.LoadFromEnumerable([new ShapedKeyRow { Label = [0, 1, 2, 3, 4, 5] }]))[0];

        Assert.Equal((3, 2), (bytes!.Width, bytes.Height));
        Assert.Equal([0, 1, 2, 3, 4, 5], bytes.Ids);
        Assert.Equal((3, 2), (keys!.Width, keys.Height));
        Assert.Equal([255, 0, 1, 2, 3, 4], keys.Ids);
    }

    [Fact]
    public void AnImageThatIsAlreadyDisposedIsAnErrorThatNamesTheRow()
    {
        var image = TestImages.Grey(1, 1);
        image.Dispose();

        var error = Assert.Throws<InvalidOperationException>(() => Read(_ml.Data.LoadFromEnumerable([new ImageRow { Label = image }])));

        Assert.Contains("row 0, column 'Label'", error.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(98)]
    [InlineData(99)]
    public void AnIdOutsideTheClassesIsFoundWhereverItIs(int place)
    {
        var ids = Enumerable.Range(0, 100).Select(i => i % 5 == 4 ? (byte)255 : (byte)(i % 5)).ToArray();
        LabelColumn.CheckRange(new LabelMask(10, 10, ids), classCount: 4, "row 7");
        ids[place] = 4;

        var error = Assert.Throws<InvalidOperationException>(() =>
            LabelColumn.CheckRange(new LabelMask(10, 10, ids), classCount: 4, "row 7")
        );

        Assert.Contains($"row 7 holds id 4 at pixel ({place % 10}, {place / 10})", error.Message);
        Assert.Contains("0–3, and 255", error.Message);
        Assert.Contains("IsoCrop", error.Message);
        Assert.Contains("palette", error.Message);
    }

    [Fact]
    public void EveryIdIsAClassWhereThereAre255() =>
        LabelColumn.CheckRange(new LabelMask(0, 0, [.. Enumerable.Range(0, 256).Select(i => (byte)i)]), classCount: 255, "here");

    private static List<LabelMask?> Read(IDataView data)
    {
        var column = data.Schema["Label"];
        using var cursor = data.GetRowCursor([column]);
        var read = LabelColumn.CreateReader(cursor, column);
        var labels = new List<LabelMask?>();
        while (cursor.MoveNext())
        {
            labels.Add(read());
        }

        return labels;
    }

    private sealed class ImageRow
    {
        [ImageType(1, 1)]
        public MLImage? Label { get; set; }
    }

    private sealed class SizedRow
    {
        [ImageType(2, 3)]
        public MLImage? Label { get; set; }
    }

    private sealed class SparseRow
    {
        public VBuffer<byte> Label { get; set; }
    }

    private sealed class ShapedByteRow
    {
        [VectorType(2, 3)]
        public byte[] Label { get; set; } = [];
    }

    private sealed class ShapedKeyRow
    {
        [KeyType(5)]
        [VectorType(1, 2, 3)]
        public uint[] Label { get; set; } = [];
    }

    private sealed class ByteRow
    {
        public byte[] Label { get; set; } = [];
    }

    private sealed class KeyRow
    {
        [KeyType(300)]
        public uint[] Label { get; set; } = [];
    }

    private sealed class TextRow
    {
        public string Label { get; set; } = "";
    }
}
