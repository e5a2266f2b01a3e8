using Ass.MLNet.MLNetInternals;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using Xunit;
using static Microsoft.ML.Transforms.Image.ImageResizingEstimator;

namespace Ass.MLNet.Tests;

public sealed class MLNetStepsTests
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly IDataView _rows;

    public MLNetStepsTests() => _rows = _ml.Data.LoadFromEnumerable([new Row()]);

    [Fact]
    public void AnInterpolatedLabelIsRefusedHoweverFarBackItWasResized()
    {
        var pipeline = _ml
            .Transforms.CopyColumns("Mask", "Label")
            .Append(_ml.Transforms.ResizeImages("Small", 32, 24, "Mask"))
            .Append(_ml.Transforms.ResizeImages("Smaller", 16, 12, "Small", ResizingKind.Fill))
            .Append(_ml.Transforms.CopyColumns("Truth", "Smaller"))
            .Append(_ml.Transforms.SelectColumns("Truth", "Image", "Domain"));
        var data = _ml.Data.TakeRows(pipeline.Fit(_rows).Transform(_rows), 5);

        var error = Assert.Throws<InvalidOperationException>(() => Fit(data, "Truth"));

        Assert.Contains(
            "Column 'Truth' of the training data comes out of ResizeImages with ResizingKind.IsoCrop, its default",
            error.Message
        );
        Assert.Contains("SourceSize", error.Message);
    }

    [Fact]
    public void AnInterpolatedLabelOfTheValidationSetIsRefusedByName()
    {
        var pad = _ml.Transforms.ResizeImages("Label", 32, 24, resizing: ResizingKind.IsoPad).Fit(_rows).Transform(_rows);

        var error = Assert.Throws<InvalidOperationException>(() => Fit(_rows, "Label", pad));

        Assert.Contains("'Label' of AssSegmentationOptions.Run.ValidationSet", error.Message);
        Assert.Contains("IsoPad,", error.Message);
    }

    [Fact]
    public void InterpolatedLabelsAreNotMeasuredEither()
    {
        using var model = TestModel.Create(_ml);
        var small = model.Transform(_ml.Transforms.ResizeImages("Label", 32, 24).Fit(_rows).Transform(_rows));

        Assert.Contains(
            "interpolates",
            Assert.Throws<InvalidOperationException>(() => _ml.MulticlassClassification.EvaluateSegmentation(small)).Message
        );
        Assert.Contains("interpolates", Assert.Throws<InvalidOperationException>(() => model.MeasureShift(small)).Message);
    }

    [Fact]
    public void OtherResizingIsFine()
    {
        var pipeline = _ml
            .Transforms.ResizeImages("Image", 32, 24, resizing: ResizingKind.Fill)
            .Append(_ml.Transforms.ResizeImages("Label", 32, 24, resizing: ResizingKind.Fill));
        var data = pipeline.Fit(_rows).Transform(_rows);

        MLNetSteps.CheckNotInterpolated(InputData.Training(data), "Label", "Image");
        MLNetSteps.CheckNotInterpolated(InputData.Training(_rows), "Label");
    }

    [Fact]
    public void LabelsThatWereSqueezedWhereTheImageWasCroppedAreRefused()
    {
        var pipeline = _ml
            .Transforms.ResizeImages("Image", 32, 24)
            .Append(_ml.Transforms.ResizeImages("Label", 32, 24, resizing: ResizingKind.Fill));
        var data = pipeline.Fit(_rows).Transform(_rows);

        string message = Assert.Throws<InvalidOperationException>(() => Fit(data)).Message;
        Assert.Contains("Column 'Image' of the training data comes out of ResizeImages with ResizingKind.IsoCrop, its default", message);
        Assert.Contains("use ResizingKind.Fill for both", message);
    }

    [Fact]
    public void AnInterpolatedLabelIsRefusedBehindItsPixels()
    {
        var pipeline = _ml
            .Transforms.ResizeImages("Small", 32, 24, "Label")
            .Append(_ml.Transforms.ExtractPixels("Truth", "Small", ImagePixelExtractingEstimator.ColorBits.Red, outputAsFloatArray: false));
        var data = pipeline.Fit(_rows).Transform(_rows);

        Assert.Contains("which interpolates", Assert.Throws<InvalidOperationException>(() => Fit(data, "Truth")).Message);
    }

    [Fact]
    public void AnInterpolatedLabelIsRefusedBehindStepsThatRenameIt()
    {
        var pipeline = _ml.Transforms.ResizeImages("Small", 32, 24, "Label").Append(_ml.Transforms.ConvertToGrayscale("Truth", "Small"));
        var data = pipeline.Fit(_rows).Transform(_rows);

        Assert.Contains("which interpolates", Assert.Throws<InvalidOperationException>(() => Fit(data, "Truth")).Message);
    }

    [Fact]
    public void ImagesOfAListThatAStepDisposesOfCannotBeTrainedOn()
    {
        var pipeline = _ml.Transforms.CopyColumns("Mask", "Label").Append(_ml.Transforms.ConvertToGrayscale("Truth", "Mask"));
        var data = pipeline.Fit(_rows).Transform(_rows);

        string message = Assert.Throws<InvalidOperationException>(() => Fit(data, "Truth")).Message;
        Assert.Contains("Column 'Truth' of the training data comes from images in a list by way of ML.NET's ConvertToGrayscale", message);
        Assert.Contains("vectors of bytes", message);
    }

    [Fact]
    public void ImagesThatAStepMadeCanBeReadAgain()
    {
        var pipeline = _ml
            .Transforms.LoadImages("Loaded", imageFolder: null, "Domain")
            .Append(_ml.Transforms.ConvertToGrayscale("Loaded"))
            .Append(_ml.Transforms.ResizeImages("Small", 32, 24, "Label", ResizingKind.Fill))
            .Append(_ml.Transforms.ConvertToGrayscale("Small"));
        var data = InputData.Training(pipeline.Fit(_rows).Transform(_rows));

        MLNetSteps.CheckCanBeReadAgain(data, "Loaded");
        MLNetSteps.CheckCanBeReadAgain(data, "Small");
        MLNetSteps.CheckCanBeReadAgain(data, "Image");
    }

    [Fact]
    public void ALabelThatIsReadFromAFileIsNotTheOneOfItsNameBefore()
    {
        var pipeline = _ml
            .Transforms.ResizeImages("Label", 32, 24)
            .Append(_ml.Transforms.LoadSegmentationLabels("Label", "Domain", LabelMap.Identity(["road", "tree", "sky"])));

        MLNetSteps.CheckNotInterpolated(InputData.Training(pipeline.Fit(_rows).Transform(_rows)), "Label");
    }

    [Fact]
    public void PredictionsThatWereInterpolatedAreNotMeasured()
    {
        using var model = TestModel.Create(_ml);
        var predicted = model.Transform(_rows);
        var pipeline = _ml.Transforms.ResizeImages("Small", 32, 24, "PredictedLabel").Append(_ml.Transforms.CopyColumns("Guess", "Small"));
        var small = pipeline.Fit(predicted).Transform(predicted);

        string message = Assert
            .Throws<InvalidOperationException>(() => _ml.MulticlassClassification.EvaluateSegmentation(small, "Label", "Guess"))
            .Message;
        Assert.Contains("Column 'Guess' of the data comes out of ResizeImages with ResizingKind.IsoCrop, its default", message);
        Assert.Contains("predictions come in the size of the image", message);
    }

    [Fact]
    public void APredictionHasNothingToDoWithWhatWasResizedBeforeIt()
    {
        using var model = TestModel.Create(_ml);
        var pipeline = _ml.Transforms.ResizeImages("Image", 32, 24).Append(_ml.Transforms.ResizeImages("PredictedLabel", 32, 24, "Image"));
        var data = model.Transform(pipeline.Fit(_rows).Transform(_rows));

        MLNetSteps.CheckEvaluation(new InputData("the data", data), "Label", "PredictedLabel");
    }

    [Fact]
    public void PredictionsOfCroppedImagesAreNotMeasuredBySqueezedLabels()
    {
        using var model = TestModel.Create(_ml);
        var pipeline = _ml
            .Transforms.ResizeImages("Image", 32, 24)
            .Append(_ml.Transforms.ResizeImages("Label", 32, 24, resizing: ResizingKind.Fill));
        var predicted = model.Transform(pipeline.Fit(_rows).Transform(_rows));
        var guess = _ml.Transforms.CopyColumns("Guess", "PredictedLabel").Fit(predicted).Transform(predicted);

        string message = Assert
            .Throws<InvalidOperationException>(() => _ml.MulticlassClassification.EvaluateSegmentation(guess, "Label", "Guess"))
            .Message;
        Assert.Contains("Column 'Image' of the data comes out of ResizeImages with ResizingKind.IsoCrop, its default", message);
        Assert.Contains("but the labels in column 'Label' with ResizingKind.Fill", message);
    }

    [Fact]
    public void WhatDroppedTheImagesIsNamed()
    {
        var cached = Assert.Throws<ArgumentOutOfRangeException>(() => Fit(_ml.Data.Cache(_rows)));
        Assert.Contains(
            "Could not find label column 'Label' in the training data, whose columns are Domain. ML.NET's Cache "
                + "(AppendCacheCheckpoint) drops columns of images",
            cached.Message
        );

        var chain = _ml
            .Transforms.CopyColumns("Photo", "Image")
            .AppendCacheCheckpoint(_ml)
            .Append(_ml.Transforms.AssSegmentation(TwoDomains.Options()));
        Assert.Contains("AppendCacheCheckpoint", Assert.Throws<ArgumentOutOfRangeException>(() => chain.Fit(_rows)).Message);

        var shuffled = _ml.Data.TakeRows(_ml.Data.ShuffleRows(_rows), 3);
        Assert.Contains("ML.NET's ShuffleRows drops", Assert.Throws<ArgumentOutOfRangeException>(() => Fit(shuffled)).Message);
    }

    [Fact]
    public void ScoringWithoutImagesTellsWhatDropsThem()
    {
        using var model = TestModel.Create(_ml);

        var error = Assert.Throws<ArgumentOutOfRangeException>(() => model.Transform(_ml.Data.Cache(_rows)));

        Assert.Contains(
            "Could not find image column 'Image' in the input, whose columns are Domain. ML.NET's Cache and ShuffleRows drop",
            error.Message
        );
    }

    [Fact]
    public void AnUnpreparedValidationSetIsNamed()
    {
        var paths = _ml.Data.LoadFromEnumerable([new { ImagePath = "a.jpg", LabelPath = "a.png" }]);

        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Fit(_rows, "Label", paths));

        Assert.Contains(
            "label column 'Label' in AssSegmentationOptions.Run.ValidationSet, whose columns are ImagePath, LabelPath",
            error.Message
        );
        Assert.Contains("transform it with them first", error.Message);
    }

    [Fact]
    public void AnyOtherMissingColumnIsNamedWithThoseThatAreThere()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Fit(_rows, "Truth"));

        Assert.Contains("Could not find label column 'Truth' in the training data, whose columns are Domain, Image, Label.", error.Message);
        Assert.DoesNotContain("Cache", error.Message);
    }

    private void Fit(IDataView data, string label = "Label", IDataView? validation = null)
    {
        var options = TwoDomains.Options();
        options.LabelColumnName = label;
        options.Run.ValidationSet = validation;
        _ml.Transforms.AssSegmentation(options).Fit(data);
    }

    private sealed class Row
    {
        public string Domain { get; set; } = "source";

        public MLImage? Image { get; set; }

        public MLImage? Label { get; set; }
    }
}
