using Ass.MLNet.Columns;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class ClassNamesAnnotationTests
{
    [Fact]
    public void NamesComeBackInOrder()
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        ClassNamesAnnotation.Add(annotations, ["road", "sky", "car"]);
        var schema = new DataViewSchema.Builder();
        schema.AddColumn("Label", NumberDataViewType.Byte, annotations.ToAnnotations());
        schema.AddColumn("Other", NumberDataViewType.Byte);

        Assert.Equal(["road", "sky", "car"], ClassNamesAnnotation.Read(schema.ToSchema()["Label"]));
        Assert.Null(ClassNamesAnnotation.Read(schema.ToSchema()["Other"]));
    }

    [Fact]
    public void AKeyVectorMadeFromTextNamesItsClasses()
    {
        var ml = new MLContext(seed: 1);
        var data = ml.Data.LoadFromEnumerable([new TextRow { Label = ["sky", "road", "sky"] }]);

        var keys = ml.Transforms.Conversion.MapValueToKey("Label").Fit(data).Transform(data);

        Assert.Equal(["sky", "road"], ClassNamesAnnotation.Read(keys.Schema["Label"]));
    }

    [Fact]
    public void AKeyVectorMadeFromNumbersHasNoNames()
    {
        var ml = new MLContext(seed: 1);
        var data = ml.Data.LoadFromEnumerable([new NumberRow { Label = [7, 26] }]);

        var keys = ml.Transforms.Conversion.MapValueToKey("Label").Fit(data).Transform(data);

        Assert.Null(ClassNamesAnnotation.Read(keys.Schema["Label"]));
    }

    [Fact]
    public void KeysOfNumbersInMixedOrderAreNoClasses()
    {
        var ml = new MLContext(seed: 1);
        var data = ml.Data.LoadFromEnumerable([new NumberRow { Label = [1, 0, 2] }]);
        var asMet = ml.Transforms.Conversion.MapValueToKey("Label").Fit(data).Transform(data);
        var byValue = ml
            .Transforms.Conversion.MapValueToKey("Label", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
            .Fit(data)
            .Transform(data);

        LabelColumn.CheckType(byValue.Schema["Label"]);
        var error = Assert.Throws<InvalidOperationException>(() => LabelColumn.CheckType(asMet.Schema["Label"]));

        Assert.Contains("'Label' stand for the numbers 1, 0, 2, in this order", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AKeyOf255IsNoClass()
    {
        var ml = new MLContext(seed: 1);
        var data = ml.Data.LoadFromEnumerable([new NumberRow { Label = [0, 2, 255] }]);
        var keys = ml
            .Transforms.Conversion.MapValueToKey("Label", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
            .Fit(data)
            .Transform(data);

        var error = Assert.Throws<InvalidOperationException>(() => LabelColumn.CheckType(keys.Schema["Label"]));

        Assert.Contains("Key 3 of label column 'Label' stands for the number 255, which means ignored", error.Message);
    }

    private sealed class TextRow
    {
        public string[] Label { get; set; } = [];
    }

    private sealed class NumberRow
    {
        public int[] Label { get; set; } = [];
    }
}
