using Ass.MLNet.Columns;
using Ass.MLNet.MLNetInternals;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using Microsoft.ML.Transforms.Image;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>Which views several threads may read, and whose images may be kept.</summary>
public sealed class RowReadingTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly TestFolder _folder = new();
    private readonly Paths[] _rows = [new(), new()];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Data_sets_are_read_by_several_threads_and_kept()
    {
        var (images, labels) = _folder.Pairs(1);
        var data = _ml.Data.LoadSegmentation(SegmentationDataset.Folder(images, labels, LabelMap.Identity(["a", "b", "c"])).AsSource());
        AssertReads(data, shared: true, image: true, label: true);
        AssertReads(_ml.Transforms.SelectColumns("Image", "Label").Fit(data).Transform(data), shared: true, image: true, label: true);
    }

    [Fact]
    public void Files_named_in_lists_are_read_by_several_threads_and_kept()
    {
        AssertReads(Loaded(_ml.Data.LoadFromEnumerable(_rows)), shared: true, image: true, label: true);
        AssertReads(Loaded(_ml.Data.LoadFromEnumerable(_rows.ToList())), shared: true, image: true, label: true);
        var resized = _ml.Transforms.ResizeImages("Image", 8, 8).Append(_ml.Transforms.CopyColumns("Label", "Label"));
        var data = Loaded(_ml.Data.LoadFromEnumerable(_rows));
        AssertReads(resized.Fit(data).Transform(data), shared: true, image: true, label: true);
        AssertReads(RepeatedData.Of(data, "the data"), shared: true, image: true, label: true);
    }

    [Fact]
    public void Rows_that_are_made_while_they_are_enumerated_are_read_by_one_thread()
    {
        AssertReads(Loaded(_ml.Data.LoadFromEnumerable(_rows.Select(row => row))), shared: false, image: false, label: false);
    }

    [Fact]
    public void Images_in_memory_are_not_kept()
    {
        AssertReads(TwoDomains.Data(_ml), shared: true, image: false, label: false);
    }

    [Fact]
    public void Custom_mappings_are_without_side_effects_but_may_give_other_images_each_time()
    {
        var data = Loaded(_ml.Data.LoadFromEnumerable(_rows));
        var mapping = _ml.Transforms.CustomMapping<Paths, Number>((_, made) => made.Value = 1, contractName: null);
        AssertReads(mapping.Fit(data).Transform(data), shared: true, image: false, label: false);
    }

    [Fact]
    public void A_mapping_with_a_state_and_a_filter_are_read_by_one_thread()
    {
        var data = Loaded(_ml.Data.LoadFromEnumerable(_rows));
        var mapping = _ml.Transforms.StatefulCustomMapping<Paths, Number, Number>(
            (_, made, state) => made.Value = state.Value++,
            _ => { },
            contractName: null
        );
        AssertReads(mapping.Fit(data).Transform(data), shared: false, image: false, label: false);
        AssertReads(_ml.Data.TakeRows(data, 1), shared: false, image: false, label: false);
        AssertReads(new ShuffledView(data), shared: false, image: false, label: false);
    }

    [Fact]
    public void Text_files_are_read_by_several_threads()
    {
        string file = Path.Combine(_folder.Root, "rows.csv");
        File.WriteAllText(file, "a.png,b.png\n");
        var columns = new[]
        {
            new TextLoader.Column("ImagePath", DataKind.String, 0),
            new TextLoader.Column("LabelPath", DataKind.String, 1),
        };
        AssertReads(Loaded(_ml.Data.LoadFromTextFile(file, columns, ',')), shared: true, image: false, label: false);
    }

    private IDataView Loaded(IDataView paths) =>
        _ml
            .Transforms.LoadImages("Image", imageFolder: null, "ImagePath")
            .Append(_ml.Transforms.LoadSegmentationLabels("Label", "LabelPath"))
            .Fit(paths)
            .Transform(paths);

    private static void AssertReads(IDataView data, bool shared, bool image, bool label) =>
        Assert.Equal(
            (shared, image, label),
            (RowReading.CanBeShared(data), RowReading.IsFromFiles(data, "Image"), RowReading.IsFromFiles(data, "Label"))
        );

    private sealed class Paths
    {
        public string ImagePath { get; set; } = "";

        public string LabelPath { get; set; } = "";
    }

    private sealed class Number
    {
        public float Value { get; set; }
    }
}
