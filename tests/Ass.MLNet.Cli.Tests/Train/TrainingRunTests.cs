using Ass.MLNet.Cli.Train;
using Xunit;

namespace Ass.MLNet.Tests;

public class TrainingRunTests
{
    /// <summary>Of models with the same mIoU the first one is the best.</summary>
    [Theory]
    [InlineData(false, 10, true)]
    [InlineData(false, null, true)]
    [InlineData(true, 20, true)]
    [InlineData(true, 10, false)]
    [InlineData(true, null, false)]
    public void The_last_validation_is_of_the_saved_model_where_its_step_is_the_best(bool savesBest, int? bestStep, bool isOfModel)
    {
        var metrics = new SegmentationMetrics(
            new long[,]
            {
                { 2, 1 },
                { 0, 1 },
            },
            ["road", "sky"]
        );
        var last = new AssTrainingProgress
        {
            Step = 20,
            Validation = metrics,
            BestMeanIoU = metrics.MeanIoUOfTrueClasses,
        };

        Assert.Equal(isOfModel ? metrics : null, TrainingRun.ValidationOfModel(last, savesBest, bestStep));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Without_a_report_there_is_no_validation(bool savesBest) =>
        Assert.Null(TrainingRun.ValidationOfModel(last: null, savesBest, bestStep: 20));
}
