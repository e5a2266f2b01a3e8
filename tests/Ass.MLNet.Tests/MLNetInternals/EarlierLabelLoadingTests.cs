using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace Ass.MLNet.Tests;

public class EarlierLabelLoadingTests
{
    /// <summary>Saved by version 0.1, when label loading was part of the assembly Ass.MLNet.</summary>
    private static readonly string File01 = Path.Combine(AppContext.BaseDirectory, "MLNetInternals", "Fixtures", "labels-0.1.zip");

    [Fact]
    public void A_file_that_names_the_earlier_assembly_is_loaded_and_saved_anew()
    {
        var ml = new MLContext();
        var rows = ml.Data.LoadFromEnumerable([new Row { LabelPath = "" }]);

        var loaded = ml.Model.Load(File01, out _);
        using var file = new MemoryStream();
        ml.Model.Save(loaded, rows.Schema, file);
        file.Position = 0;
        var again = new MLContext().Model.Load(file, out _);

        Assert.IsType<SegmentationLabelLoadingTransformer>(loaded);
        Assert.Equal(LabelMap.CamVid.ClassNames, ClassNames(loaded, rows));
        Assert.Equal(LabelMap.CamVid.ClassNames, ClassNames(again, rows));
    }

    private static IReadOnlyList<string>? ClassNames(ITransformer transformer, IDataView rows) =>
        Columns.ClassNamesAnnotation.Read(transformer.GetOutputSchema(rows.Schema)["Label"]);

    private sealed class Row
    {
        public string LabelPath { get; set; } = "";
    }
}
