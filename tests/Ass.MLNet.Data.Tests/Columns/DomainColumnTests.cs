using Ass.MLNet.Columns;
using Microsoft.ML;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class DomainColumnTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void TextInAnyCaseIsRead()
    {
        var data = _ml.Data.LoadFromEnumerable(new[] { "source", "Target", "SOURCE" }.Select(text => new TextRow { Domain = text }));

        Assert.Equal([SegmentationDomain.Source, SegmentationDomain.Target, SegmentationDomain.Source], Read(data));
    }

    [Fact]
    public void TrueIsTheTarget()
    {
        var data = _ml.Data.LoadFromEnumerable(new[] { true, false }.Select(flag => new FlagRow { Domain = flag }));

        Assert.Equal([SegmentationDomain.Target, SegmentationDomain.Source], Read(data));
    }

    [Fact]
    public void AnotherTextIsAnErrorThatNamesRowAndValue()
    {
        var data = _ml.Data.LoadFromEnumerable(new[] { "source", "night" }.Select(text => new TextRow { Domain = text }));

        var error = Assert.Throws<InvalidOperationException>(() => Read(data));

        Assert.Contains("row 1, column 'Domain' is 'night'", error.Message);
    }

    [Fact]
    public void AnotherTypeIsRefusedByName()
    {
        var data = _ml.Data.LoadFromEnumerable([new NumberRow()]);

        var error = Assert.Throws<ArgumentOutOfRangeException>(() => DomainColumn.CheckType(data.Schema["Domain"]));

        Assert.Contains("'Domain'", error.Message);
        Assert.Contains("Single", error.Message);
    }

    private static List<SegmentationDomain> Read(IDataView data)
    {
        var column = data.Schema["Domain"];
        using var cursor = data.GetRowCursor([column]);
        var read = DomainColumn.CreateReader(cursor, column);
        var domains = new List<SegmentationDomain>();
        while (cursor.MoveNext())
        {
            domains.Add(read());
        }

        return domains;
    }

    private sealed class TextRow
    {
        public string Domain { get; set; } = "";
    }

    private sealed class FlagRow
    {
        public bool Domain { get; set; }
    }

    private sealed class NumberRow
    {
        public float Domain { get; set; }
    }
}
