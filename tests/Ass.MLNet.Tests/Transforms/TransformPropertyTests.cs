using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>Whatever a reader does, each row of <c>Transform</c> gives the mask that <c>Segment</c> gives for its picture, or its own
/// error.</summary>
/// <remarks>Sources, readers and what they do come from a seed; an error names it by the test's argument.</remarks>
public sealed class TransformPropertyTests : IClassFixture<TransformPropertyTests.Model>
{
    private const int Forever = int.MaxValue;

    private readonly MLContext _ml = new(seed: 1);
    private readonly Model _model;

    public TransformPropertyTests(Model model) => _model = model;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 16)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Each_row_gives_its_own_mask_or_its_own_error(int seed)
    {
        var random = new Random(seed);
        int count = random.Next(3, 9);
        bool once = random.Next(3) == 0;
        int[] pictures = Draw(count, () => random.Next(-1, Model.Pictures));
        int[] failures = Draw(count, () => random.Next(4) switch
            {
                0 => 1,
                1 => random.Next(2) == 0 ? 2 : Forever,
                _ => 0,
            });
        var source = new ImageRows(pictures, failures, once);
        var (view, kept) = Filters(source, random);

        var readers = once ? [Reader(view, kept, random)] : Readers(view, kept, random);
        while (readers.Count > 0)
        {
            var reader = readers[random.Next(readers.Count)];
            if (!reader.Step(random, pictures, failures, _model.Masks))
            {
                readers.Remove(reader);
                reader.Dispose();
            }
        }

        if (once)
        {
            Assert.Equal(1, source.Openings);
        }
    }

    [Fact]
    public void Rows_are_read_when_they_are_asked_for_and_only_once_for_mask_and_picture()
    {
        var source = new ImageRows([0, 1, 2, 3, 4, 5]);
        var view = _model.Transformer.Transform(source);
        using (var cursor = view.GetRowCursor(view.Schema))
        {
            var (getImage, getMask) = (
                cursor.GetGetter<MLImage>(view.Schema["Image"]),
                cursor.GetGetter<MLImage>(view.Schema["PredictedLabel"])
            );
            MLImage image = null!,
                mask = null!;
            for (int row = 0; cursor.MoveNext(); row++)
            {
                if (row is 1 or 4)
                {
                    continue;
                }
                Action[] read = [() => getImage(ref image), () => getMask(ref mask)];
                read[row % 2]();
                read[1 - (row % 2)]();
                Assert.Equal(_model.Masks[row], TestModel.Ids(mask));
                Assert.True(source.Alive <= 2, $"{source.Alive} pictures are alive in row {row}.");
            }
        }

        Assert.Equal([1, 0, 1, 1, 0, 1], source.Readings);
        Assert.Equal(1, source.Openings);
    }

    /// <summary>Filters and cuts below and above; the numbers of the rows that are left, in order.</summary>
    private (IDataView View, int[] Kept) Filters(ImageRows source, Random random)
    {
        int[] kept = [.. Enumerable.Range(0, source.Readings.Length)];
        IDataView view = source;
        Filter();
        view = _model.Transformer.Transform(view);
        Filter();
        Filter();
        return (view, kept);

        void Filter()
        {
            int n = random.Next(1, 4);
            switch (random.Next(5))
            {
                case 0:
                    view = _ml.Data.FilterByCustomPredicate(view, (Numbered row) => row.Number % (n + 1) == 0);
                    kept = [.. kept.Where(number => number % (n + 1) != 0)];
                    break;
                case 1:
                    view = _ml.Data.TakeRows(view, n + 1);
                    kept = [.. kept.Take(n + 1)];
                    break;
                case 2:
                    view = _ml.Data.SkipRows(view, n);
                    kept = [.. kept.Skip(n)];
                    break;
            }
        }
    }

    private static List<RowReader> Readers(IDataView view, int[] kept, Random random)
    {
        List<RowReader> readers = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Reader(view, kept, random))];
        if (random.Next(2) == 0)
        {
            // ML.NET may divide one cursor among several: each row is in one of them, in any order, and is read before it is asked for.
            readers.AddRange(
                view.GetRowCursorSet([view.Schema["Number"]], 3).Select(cursor => new RowReader(cursor, kept, ordered: false))
            );
        }

        return readers;
    }

    private static RowReader Reader(IDataView view, int[] kept, Random random)
    {
        bool shuffled = random.Next(3) == 0;
        var columns = view.Schema.Where(column => column.Name == "Number" || random.Next(4) > 0);
        return new RowReader(
            view.GetRowCursor([.. columns], shuffled ? new Random(1) : null),
            kept,
            ordered: !(shuffled && view.CanShuffle)
        );
    }

    private static int[] Draw(int count, Func<int> next) => [.. Enumerable.Range(0, count).Select(_ => next())];

    /// <summary>A model, and the masks that it makes of a few pictures.</summary>
    public sealed class Model : IDisposable
    {
        internal const int Pictures = 6;

        public AssSegmentationTransformer Transformer { get; } = TestModel.Create(new MLContext(seed: 1));

        public byte[][] Masks { get; }

        public Model() => Masks = [.. Enumerable.Range(0, Pictures).Select(Mask)];

        public void Dispose() => Transformer.Dispose();

        private byte[] Mask(int seed)
        {
            using var image = TestModel.Picture(seed);
            return Transformer.Segment(image).ClassIds;
        }
    }

    private sealed class Numbered
    {
        public int Number { get; set; }
    }
}
