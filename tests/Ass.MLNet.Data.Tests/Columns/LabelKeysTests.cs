using Ass.MLNet.Columns;
using Microsoft.ML;
using Microsoft.ML.Transforms;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class LabelKeysTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Theory]
    [InlineData(null, "key 3 is class 2, but it stands for 3", 0, 1, 3)]
    [InlineData(null, "key 2 is class 1, but it stands for 2", 0, 2)]
    [InlineData(4, "key 1 is class 0, but it stands for 1", 1, 2, 3)]
    [InlineData(19, "key 1 is class 0, but it stands for 7", 7, 26)]
    public void KeysThatLeaveANumberOutAreNoClasses(int? classCount, string expected, params int[] ids)
    {
        var error = Assert.Throws<InvalidOperationException>(() => Check(ids, classCount));

        Assert.Contains($"stand for the numbers {string.Join(", ", ids)}.", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("keyData with all ids", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData(5, 0, 1)] // of a set that lacks the last classes
    [InlineData(11, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)]
    [InlineData(2, 0, 255)] // black and white
    [InlineData(null, 0, 64, 128)]
    [InlineData(4, 0, 64, 128, 255)]
    [InlineData(3, 1, 2, 3)]
    [InlineData(null, 7, 8, 11)]
    public void ClassesMayBeNumberedFrom0OnBeShadesOfGreyOrAllOthers(int? classCount, params int[] ids) => Check(ids, classCount);

    [Fact]
    public void TextsAreNames()
    {
        var data = Data([3, 1, 0]);
        var keys = _ml.Transforms.Conversion.MapValueToKey("Label", addKeyValueAnnotationsAsText: true).Fit(data).Transform(data);

        LabelKeys.Check(keys.Schema["Label"]);
    }

    [Fact]
    public void KeyDataTellsNumbersThatTheRowsLeaveOut()
    {
        var ids = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 4).Select(id => new IdRow { Id = id }).ToArray());
        var data = Data([0, 1, 3]);

        LabelKeys.Check(_ml.Transforms.Conversion.MapValueToKey("Label", keyData: ids).Fit(data).Transform(data).Schema["Label"], 4);
    }

    private void Check(int[] ids, int? classCount)
    {
        var data = Data(ids);
        var keys = _ml.Transforms.Conversion.MapValueToKey("Label", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue);
        LabelKeys.Check(keys.Fit(data).Transform(data).Schema["Label"], classCount);
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
