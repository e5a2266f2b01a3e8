using Ass.MLNet.Columns;
using Microsoft.ML;
using Microsoft.ML.Transforms;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class LabelKeysTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Theory]
    [InlineData(false, "The keys of label column 'Label' stand for the numbers 0, 1, 3.", "2 is missing", 0, 1, 3)]
    [InlineData(true, "The keys of label column 'Label' stand for the numbers 0, 1, 3.", "2 is missing", 0, 1, 3)]
    [InlineData(false, "key 1 is class 0, but it stands for 1.", "0 is missing", 1, 2, 3)]
    [InlineData(true, "key 1 is class 0, but it stands for 7.", "0 is missing", 7, 26)]
    public void KeysThatLeaveANumberOutAreNoClasses(bool asText, string keys, string missing, params int[] ids)
    {
        var error = Assert.Throws<InvalidOperationException>(() => Check(ids, asText));

        Assert.Contains(keys, error.Message, StringComparison.Ordinal);
        Assert.Contains(missing, error.Message, StringComparison.Ordinal);
        Assert.Contains("keyData with all ids", error.Message, StringComparison.Ordinal);
        Assert.Contains("vectors of bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TextOfNumbersInMixedOrderIsRefusedAsNumbersAre()
    {
        var data = Data([1, 0, 2]);
        var keys = _ml.Transforms.Conversion.MapValueToKey("Label", addKeyValueAnnotationsAsText: true).Fit(data).Transform(data);

        var error = Assert.Throws<InvalidOperationException>(() => LabelKeys.Check(keys.Schema["Label"]));

        Assert.Contains("the numbers 1, 0, 2, in this order", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0, 1)]
    [InlineData(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)]
    [InlineData(0, 255)] // black and white
    [InlineData(0, 64, 128, 255)]
    public void NumbersFrom0OnAreClassesAndSoAreShadesOfGrey(params int[] ids)
    {
        Check(ids, asText: false);
        Check(ids, asText: true);
    }

    [Fact]
    public void KeyDataTellsNumbersThatTheRowsLeaveOut()
    {
        var ids = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 4).Select(id => new IdRow { Id = id }).ToArray());
        var data = Data([0, 1, 3]);

        LabelKeys.Check(_ml.Transforms.Conversion.MapValueToKey("Label", keyData: ids).Fit(data).Transform(data).Schema["Label"]);
    }

    private void Check(int[] ids, bool asText)
    {
        var data = Data(ids);
        var keys = _ml.Transforms.Conversion.MapValueToKey(
            "Label",
            keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue,
            addKeyValueAnnotationsAsText: asText
        );
        LabelKeys.Check(keys.Fit(data).Transform(data).Schema["Label"]);
    }

    private IDataView Data(int[] ids) => _ml.Data.LoadFromEnumerable([new Row { Label = ids }]);

    private sealed class Row
    {
        public int[] Label { get; set; } = [];
    }

    private sealed class IdRow
    {
        public int Id { get; set; }
    }
}
