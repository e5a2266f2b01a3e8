using Microsoft.ML;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed partial class TrainingDataCheckTests
{
    [Fact]
    public void AValidationSetWithoutLabelsIsAnError()
    {
        Pair("source", "one", 0, 1);
        Pair("other", "two", 0, 1);
        var map = LabelMap.Identity(["a", "b"]);
        var unlabeled = _ml.Data.LoadSegmentation(Files("other", map).AsTarget(labeled: 0));

        string message = Error(Source(map), ["a", "b"], change: o => o.Run.ValidationSet = unlabeled);

        Assert.Contains("No row of the validation set has a label, so that it measures nothing.", message);
    }

    [Fact]
    public void ImagesThatAreTrainedOnMeasureNothing()
    {
        var map = LabelMap.Identity(["a", "b"]);
        Pair("source", "one", 0, 1);
        Pair("source", "two", 0, 1);
        Pair("other", "three", 0, 1);
        var measured = _ml.Data.LoadSegmentation(Files("source", map).Take(1).AsTarget());

        string message = Error(Source(map), ["a", "b"], change: o => o.Run.ValidationSet = measured);
        Assert.Contains("1 of the 1 images of the validation set are trained on with their labels", message);
        Assert.Contains("one.png'", message);

        // Self-training sees them without.
        var targets = _ml.Data.LoadSegmentation(Files("other", map).AsTarget(), Files("source", map).AsTarget(labeled: 0));
        Check(targets, ["a", "b"], Learn(selfTraining: false));
        Assert.Empty(_warnings);
        Check(targets, ["a", "b"], Learn(selfTraining: true));
        Assert.Contains("1 of the 1 images of the validation set are trained on without their labels", Assert.Single(_warnings));

        Action<AssSegmentationOptions> Learn(bool selfTraining) =>
            o =>
            {
                (o.Recipe, o.SelfTraining.Enabled) = (AdaptationRecipe.TargetOnly, selfTraining);
                o.Run.ValidationSet = measured;
            };
    }
}
