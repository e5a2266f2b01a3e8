using Ass.MLNet.Columns;
using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class RepeatedDataTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void Readings_that_end_alike_pass_and_another_is_an_error()
    {
        int rows = 3;
        var view = RepeatedData.Of(_ml.Data.LoadFromEnumerable(Numbers()), "the training data");
        Assert.Equal(3, Read(view));
        using (var begun = view.GetRowCursor(view.Schema))
        {
            Assert.True(begun.MoveNext());
        }
        Assert.Equal(3, Read(view));

        rows = 2;
        var error = Assert.Throws<InvalidOperationException>(() => Read(view));
        Assert.Contains("One reading of the training data gave 3 rows and another 2.", error.Message, StringComparison.Ordinal);

        IEnumerable<Row> Numbers()
        {
            for (int i = 0; i < rows; i++)
            {
                yield return new Row { Number = i };
            }
        }
    }

    [Fact]
    public void Training_on_rows_that_come_once_only_is_an_error()
    {
        int readings = 0;
        var options = TwoDomains.Options(AdaptationRecipe.SourceOnly, iterations: 20);

        var error = Assert.Throws<InvalidOperationException>(() =>
            _ml.Transforms.AssSegmentation(options).Fit(_ml.Data.LoadFromEnumerable(Once()))
        );

        Assert.Contains("rows.ToList()", error.Message, StringComparison.Ordinal);

        IEnumerable<TwoDomains.Row> Once()
        {
            if (readings++ > 0)
            {
                yield break;
            }
            for (int i = 0; i < 2; i++)
            {
                yield return TwoDomains.MakeRow("source", i, labeled: true);
            }
        }
    }

    private static int Read(IDataView view)
    {
        using var cursor = view.GetRowCursor(view.Schema);
        var getNumber = cursor.GetGetter<int>(view.Schema["Number"]);
        int count = 0,
            number = 0;
        for (; cursor.MoveNext(); count++)
        {
            getNumber(ref number);
            Assert.Equal(count, number);
        }

        return count;
    }

    private sealed class Row
    {
        public int Number { get; set; }
    }
}
