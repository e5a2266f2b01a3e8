using System.Collections.Concurrent;
using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>Rows that a source gives once only, as a queue or a camera does.</summary>
public sealed class OnceOnlyRowsTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Frames_of_a_queue_get_their_own_masks(bool reuse)
    {
        using var model = TestModel.Create(_ml);
        var rows = TestModel.Rows(6);
        var view = model.Transform(_ml.Data.LoadFromEnumerable(Queue(rows)));

        int next = 0;
        foreach (var prediction in _ml.Data.CreateEnumerable<TestModel.Prediction>(view, reuseRowObject: reuse))
        {
            Assert.Equal(next, prediction.Number);
            Assert.Equal(model.Segment(rows[next].Image!).ClassIds, TestModel.Ids(prediction.PredictedLabel!));
            next++;
        }

        Assert.Equal(rows.Length, next);
    }

    [Fact]
    public void No_frame_is_waited_for_before_the_one_before_it_is_given()
    {
        using var model = TestModel.Create(_ml);
        int given = 0;
        var view = model.Transform(_ml.Data.LoadFromEnumerable(Camera()));
        foreach (var prediction in _ml.Data.CreateEnumerable<TestModel.Prediction>(view, reuseRowObject: true))
        {
            Assert.NotNull(prediction.PredictedLabel);
            given++;
        }

        Assert.Equal(3, given);

        IEnumerable<TestModel.Row> Camera()
        {
            foreach (var row in TestModel.Rows(3))
            {
                Assert.Equal(row.Number, given);
                yield return row;
            }
        }
    }

    [Fact]
    public void Evaluation_reads_its_data_once()
    {
        using var model = TestModel.Create(_ml);
        LabelledRow[] rows =
        [
            .. TestModel.Rows(4).Select(row => new LabelledRow { Image = row.Image, Label = model.Segment(row.Image!).ClassIds }),
        ];

        var metrics = _ml.MulticlassClassification.EvaluateSegmentation(model.Transform(_ml.Data.LoadFromEnumerable(Queue(rows))));

        Assert.Equal(1, metrics.PixelAccuracy);
        Assert.Equal(rows.Sum(row => row.Label.Length), metrics.ConfusionMatrix.Cast<long>().Sum());
    }

    [Fact]
    public void What_reads_its_data_several_times_says_that_rows_are_missing()
    {
        using var model = TestModel.Create(_ml, classNames: TwoDomains.ClassNames);
        var rows = _ml.Data.LoadFromEnumerable(
            Queue(
                Enumerable
                    .Range(0, 4)
                    .Select(i => new LabelledRow
                    {
                        Image = TestModel.Picture(i),
                        Label = [.. Enumerable.Repeat((byte)1, 32 * 24)],
                        Domain = i < 2 ? "source" : "target",
                    })
            )
        );

        var error = Assert.Throws<InvalidOperationException>(() => model.MeasureShift(rows));

        Assert.Contains("One reading of the data gave 4 rows and another 0.", error.Message, StringComparison.Ordinal);
        Assert.Contains("rows.ToList()", error.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<T> Queue<T>(IEnumerable<T> rows)
    {
        var queue = new BlockingCollection<T>(new ConcurrentQueue<T>(rows));
        queue.CompleteAdding();
        return queue.GetConsumingEnumerable();
    }

    private sealed class LabelledRow
    {
        public MLImage? Image { get; set; }

        public byte[] Label { get; set; } = [];

        public string Domain { get; set; } = "target";
    }
}
