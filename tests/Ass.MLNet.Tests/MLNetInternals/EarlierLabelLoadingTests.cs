using Ass.MLNet.Columns;
using Microsoft.ML;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>Files that version 0.1 saved, when label loading was part of the assembly Ass.MLNet.</summary>
public sealed class EarlierLabelLoadingTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_that_names_the_earlier_assembly_is_loaded_and_saved_anew()
    {
        var ml = new MLContext();
        var rows = ml.Data.LoadFromEnumerable([new LabelPathRow { LabelPath = "" }]);

        var loaded = ml.Model.Load(Fixture("labels-colors-0.1.zip"), out _);
        using var file = new MemoryStream();
        ml.Model.Save(loaded, rows.Schema, file);
        file.Position = 0;
        var again = new MLContext().Model.Load(file, out _);

        Assert.IsType<SegmentationLabelLoadingTransformer>(loaded);
        Assert.Equal(LabelMap.CamVid.ClassNames, ClassNamesAnnotation.Read(loaded.GetOutputSchema(rows.Schema)["Label"]));
        Assert.Equal(LabelMap.CamVid.ClassNames, ClassNamesAnnotation.Read(again.GetOutputSchema(rows.Schema)["Label"]));
    }

    [Fact]
    public void A_file_from_before_maps_could_be_of_colours_reads_the_same_labels()
    {
        string path = _folder.At("b.png");
        File.WriteAllBytes(path, new PngEncoder(4, 1, 16, 0).Encode((x, _, _) => new[] { 0, 7, 300, 44 }[x]));
        var ml = new MLContext();

        var labels = ml
            .Model.Load(Fixture("labels-numbers-0.1.zip"), out _)
            .Transform(ml.Data.LoadFromEnumerable([new PathRow { Path = path }]));

        var column = labels.Schema["Label"];
        using var cursor = labels.GetRowCursor([column]);
        var read = LabelColumn.CreateReader(cursor, column);
        Assert.True(cursor.MoveNext());
        Assert.Equal([255, 0, 1, 255], read()!.Ids);
        Assert.Equal(["road", "car"], ClassNamesAnnotation.Read(column));
    }

    private static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "MLNetInternals", "Fixtures", name);

    private sealed class LabelPathRow
    {
        public string LabelPath { get; set; } = "";
    }

    private sealed class PathRow
    {
        public string Path { get; set; } = "";
    }
}
