using Ass.MLNet.MLNetInternals;
using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class SegmentationSchemaShapeTests
{
    private readonly MLContext _ml = new();

    [Fact]
    public void PromiseMatchesTheTransformersSchema()
    {
        using var model = TestModel.Create(_ml, score: "Score");
        var data = _ml.Data.LoadFromEnumerable(TestModel.Rows(1));
        var promised = SegmentationSchemaShape.AddPrediction(
            _ml,
            SegmentationSchemaShape.Of(data.Schema),
            new SegmentationColumns("Image", "PredictedLabel", "Score")
        );
        var actual = SegmentationSchemaShape.Of(model.GetOutputSchema(data.Schema));

        Assert.Equal(Describe(actual), Describe(promised));
    }

    [Fact]
    public void EstimatorsInputIsCheckedColumnByColumn()
    {
        var shape = SegmentationSchemaShape.Of(_ml.Data.LoadFromEnumerable(new[] { new Input() }).Schema);
        SegmentationSchemaShape.CheckLabel(_ml, shape, "Bytes");
        SegmentationSchemaShape.CheckLabel(_ml, shape, "Keys");
        SegmentationSchemaShape.CheckDomain(_ml, shape, "Text", mayBeMissing: false);
        SegmentationSchemaShape.CheckDomain(_ml, shape, "Flag", mayBeMissing: true);
        SegmentationSchemaShape.CheckDomain(_ml, shape, "Domain", mayBeMissing: true);

        Assert.Contains(
            "Could not find label column 'Label'",
            Error(() => SegmentationSchemaShape.CheckLabel(_ml, shape, "Label")),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "expected String or Boolean, got",
            Error(() => SegmentationSchemaShape.CheckDomain(_ml, shape, "Bytes", mayBeMissing: true)),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "label column 'Text'",
            Error(() => SegmentationSchemaShape.CheckLabel(_ml, shape, "Text")),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "image column 'Text'",
            Error(() => SegmentationSchemaShape.CheckImage(_ml, shape, "Text")),
            StringComparison.Ordinal
        );
    }

    private static string Error(Action check) => Assert.Throws<ArgumentOutOfRangeException>(check).Message;

    private static IEnumerable<string> Describe(SchemaShape shape) =>
        shape
            .Select(c =>
                $"{c.Name} {c.Kind} {c.ItemType} {c.IsKey} "
                + $"[{string.Join(", ", c.Annotations.Select(a => $"{a.Name} {a.Kind} {a.ItemType}"))}]"
            )
            .Order();

    private sealed class Input
    {
        public byte[] Bytes { get; set; } = [];

        [KeyType(5)]
        public uint[] Keys { get; set; } = [];

        public string Text { get; set; } = "";

        public bool Flag { get; set; }
    }
}
