using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class SegmentationEvaluatorTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly List<MLImage> _images = [];

    public void Dispose() => _images.ForEach(image => image.Dispose());

    [Fact]
    public void RowsWithoutALabelAreSkippedAndClassesAreNumbered()
    {
        var data = Load((Grey(2, 0, 1, 255, 1), Grey(2, 0, 1, 0, 0)), (null, Grey(1, 9)), (null, null));

        var metrics = _ml.MulticlassClassification.EvaluateSegmentation(data);

        Assert.Equal(["class 0", "class 1"], metrics.ClassNames);
        Assert.Equal([0.5, 0.5], metrics.PerClassIoU);
    }

    [Fact]
    public void VectorsAndImagesCanBeCompared()
    {
        var data = _ml.Data.LoadFromEnumerable([new VectorRow { Truth = [1, 2, 0, 2], Guess = Grey(2, 0, 1, 0, 0) }]);

        var metrics = _ml.MulticlassClassification.EvaluateSegmentation(data, "Truth", "Guess");

        Assert.Equal([0.5, 0.5], metrics.PerClassIoU);
    }

    [Fact]
    public void ClassNamesComeFromTheLabelWhereThePredictionHasNone()
    {
        using var folder = new TestFolder();
        var (images, labels) = folder.Pairs(2);
        var data = _ml.Data.LoadSegmentation(SegmentationDataset.Folder(images, labels, LabelMap.CamVid).AsTarget());
        var predicted = _ml
            .Transforms.ResizeImages("PredictedLabel", 2, 1, "Label", ImageResizingEstimator.ResizingKind.Fill)
            .Fit(data)
            .Transform(data);

        var metrics = _ml.MulticlassClassification.EvaluateSegmentation(predicted);

        Assert.Equal(LabelMap.CamVid.ClassNames, metrics.ClassNames);
        Assert.Equal(1, metrics.MeanIoU);
    }

    [Fact]
    public void LabelFilesWithValuesThatTheirMapDoesNotListMeasureNothing()
    {
        using var folder = new TestFolder();
        var (images, labels) = folder.Pairs(2);
        folder.Grey("labels/001.png", 2, 0, 255);
        Assert.Equal(1, Evaluate(LabelMap.Identity(["ground", "car"])).MeanIoU);
        folder.Grey("labels/001.png", 2, 0, 7);
        var error = Assert.Throws<InvalidOperationException>(() => Evaluate(LabelMap.Identity(["ground", "car"])));

        Assert.Contains(
            "25.0 % of the label pixels have values without a class: 7 (25.0 %, 1 of 2 labels, the first is "
                + $"{folder.At("labels/001.png")})",
            error.Message
        );
        Assert.Contains("They would not be counted.", error.Message);
        Assert.Equal(1, Evaluate(LabelMap.Identity(["ground", "car"]), allowMisread: true).MeanIoU);

        // Black and white.
        folder.Grey("labels/000.png", 2, 0, 255);
        folder.Grey("labels/001.png", 2, 0, 255);
        error = Assert.Throws<InvalidOperationException>(() => Evaluate(LabelMap.Identity(["ground", "car"])));
        Assert.Contains("pixels of one class alone, so that they measure nothing. The labels hold 0 and 255 alone", error.Message);
        Assert.Throws<InvalidOperationException>(() => Evaluate(null));
        folder.Grey("labels/001.png", 2, 1, 7);

        // Said to be ignored, they are.
        var map = new LabelMap(
            new Dictionary<int, int>
            {
                [0] = 0,
                [1] = 1,
                [7] = 255,
            },
            ["ground", "car"]
        );
        Assert.Equal(1, Evaluate(map).MeanIoU);

        SegmentationMetrics Evaluate(LabelMap? map, bool allowMisread = false)
        {
            var data = _ml.Data.LoadSegmentation(SegmentationDataset.Folder(images, labels, map).AsTarget());
            var predictions = _ml
                .Transforms.ResizeImages("PredictedLabel", 2, 1, "Label", ImageResizingEstimator.ResizingKind.Fill)
                .Fit(data)
                .Transform(data);
            return _ml.MulticlassClassification.EvaluateSegmentation(predictions, allowMisreadLabels: allowMisread);
        }
    }

    [Fact]
    public void AnIdOutsideTheClassListIsAnErrorThatNamesTheRow()
    {
        var data = _ml.Data.LoadFromEnumerable([new NamedRow { Label = [0, 1, 2], Names = ["a", "b", "b"] }]);
        var named = _ml.Transforms.Conversion.MapValueToKey("PredictedLabel", "Names").Fit(data).Transform(data);

        var error = Assert.Throws<InvalidOperationException>(() => _ml.MulticlassClassification.EvaluateSegmentation(named));

        Assert.Contains("row 0, column 'Label' holds id 2 at element 2", error.Message);
        Assert.Contains("with 2 classes", error.Message);
    }

    [Fact]
    public void ClassesThatDifferAreAnErrorThatShowsBothLists()
    {
        using var folder = new TestFolder();
        var (images, labels) = folder.Pairs(1);
        var data = _ml.Data.LoadSegmentation(
            SegmentationDataset.Folder(images, labels, LabelMap.Identity(["sky", "tree", "road"])).AsTarget()
        );
        using var model = TestModel.Create(_ml);

        var error = Assert.Throws<InvalidOperationException>(() =>
            _ml.MulticlassClassification.EvaluateSegmentation(model.Transform(data))
        );

        Assert.Contains("[road, tree, sky]", error.Message);
        Assert.Contains("the label in column 'Label' has [sky, tree, road]", error.Message);
        Assert.Contains("another order", error.Message);
    }

    [Fact]
    public void AColumnIsNotComparedWithItself()
    {
        var error = Assert.Throws<ArgumentException>(() =>
            _ml.MulticlassClassification.EvaluateSegmentation(Load((Grey(1, 0), Grey(1, 0))), "Label", "Label")
        );

        Assert.Contains("predictedLabelColumnName must be another column than labelColumnName, but both are 'Label'", error.Message);
    }

    [Fact]
    public void SizesThatDifferAreAnErrorWithRowAndBothSizes()
    {
        var data = Load((Grey(2, 0, 0), Grey(2, 0, 0)), (Grey(2, 0, 0, 0, 0), Grey(4, 0, 0, 0, 0)));

        var error = Assert.Throws<InvalidOperationException>(() => _ml.MulticlassClassification.EvaluateSegmentation(data));

        Assert.Contains(
            "In row 1 the label in column 'Label' is 2×2 pixels, but the prediction in column 'PredictedLabel' is 4×1 pixels",
            error.Message
        );
    }

    [Fact]
    public void VectorsWhoseSidesAreExchangedAreAnError()
    {
        var data = _ml.Data.LoadFromEnumerable([new ShapedRow { Label = [0, 0, 0, 1, 1, 1], PredictedLabel = [0, 0, 0, 1, 1, 1] }]);

        var error = Assert.Throws<InvalidOperationException>(() => _ml.MulticlassClassification.EvaluateSegmentation(data));

        Assert.Contains(
            "In row 0 the label in column 'Label' is 3×2 pixels, but the prediction in column 'PredictedLabel' is 2×3 pixels",
            error.Message
        );
    }

    [Fact]
    public void NothingToEvaluateIsAnError()
    {
        var unlabelled = Assert.Throws<InvalidOperationException>(() =>
            _ml.MulticlassClassification.EvaluateSegmentation(Load((null, Grey(1, 0)), (null, null)))
        );
        var ignored = Assert.Throws<InvalidOperationException>(() =>
            _ml.MulticlassClassification.EvaluateSegmentation(Load((Grey(1, 255), Grey(1, 0))))
        );

        Assert.Contains("of 2 rows none has a label", unlabelled.Message);
        Assert.Contains("ignored (255)", ignored.Message);
    }

    [Fact]
    public void AMissingPredictionIsAnErrorThatNamesTheRow()
    {
        var none = Assert.Throws<InvalidOperationException>(() =>
            _ml.MulticlassClassification.EvaluateSegmentation(Load((Grey(1, 0), null)))
        );
        var noClass = Assert.Throws<InvalidOperationException>(() =>
            _ml.MulticlassClassification.EvaluateSegmentation(Load((Grey(1, 0), Grey(1, 255))))
        );

        Assert.Contains("Row 0 has a label, but no prediction", none.Message);
        Assert.Contains("row 0, column 'PredictedLabel' is 255", noClass.Message);
    }

    [Fact]
    public void AMissingColumnIsNamed()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() =>
            _ml.MulticlassClassification.EvaluateSegmentation(Load((null, null)), "Truth")
        );

        Assert.Contains("label column 'Truth' does not exist. Columns: Label, PredictedLabel", error.Message);
    }

    private IDataView Load(params (MLImage? Label, MLImage? Predicted)[] rows) =>
        _ml.Data.LoadFromEnumerable(rows.Select(row => new Row { Label = row.Label, PredictedLabel = row.Predicted }));

    private MLImage Grey(int width, params byte[] ids)
    {
        _images.Add(TestImages.Grey(width, ids));
        return _images[^1];
    }

    private sealed class Row
    {
        [ImageType(1, 1)]
        public MLImage? Label { get; set; }

        [ImageType(1, 1)]
        public MLImage? PredictedLabel { get; set; }
    }

    private sealed class VectorRow
    {
        [KeyType(5)]
        public uint[] Truth { get; set; } = [];

        [ImageType(1, 1)]
        public MLImage? Guess { get; set; }
    }

    private sealed class ShapedRow
    {
        [VectorType(2, 3)]
        public byte[] Label { get; set; } = [];

        [VectorType(3, 2)]
        public byte[] PredictedLabel { get; set; } = [];
    }

    private sealed class NamedRow
    {
        public byte[] Label { get; set; } = [];

        public string[] Names { get; set; } = [];
    }
}
