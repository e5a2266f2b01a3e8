using Ass.MLNet.Checkpoints;
using Ass.MLNet.Training;
using TorchSharp;
using Xunit;

namespace Ass.MLNet.Tests;

public class TrainingReportTests
{
    /// <summary>The steps before were made on a machine that was ten times as slow.</summary>
    [Fact]
    public void The_time_left_is_by_the_speed_of_this_process()
    {
        var state = new TrainingState { Step = 100, Elapsed = TimeSpan.FromSeconds(1000) };
        var told = new List<AssTrainingProgress>();
        var lines = new List<string>();
        var report = Create(told, lines);

        report.Report(state, decay: 1, validation: TestProgress.Metrics());
        report.BeginStep(state.Step, state.Elapsed);
        state.Step = 110;
        state.Elapsed += TimeSpan.FromSeconds(10);
        report.AddTime(TimeSpan.FromSeconds(10), 20);
        report.Report(state, decay: 1, validation: null);

        Assert.Equal([1000, 90], told.Select(p => p.Remaining.TotalSeconds));
        Assert.Equal([0, 2], told.Select(p => p.ImagesPerSecond));
        Assert.Contains("step 100/200: no further step", lines[0]);
        Assert.Contains("step 110/200: no sound step", lines[1]);
    }

    /// <summary>It took as long as 500 steps.</summary>
    [Fact]
    public void A_validation_that_is_made_again_first_is_no_part_of_the_steps_time()
    {
        var state = new TrainingState { Step = 100, Elapsed = TimeSpan.FromSeconds(100) };
        var told = new List<AssTrainingProgress>();
        var report = Create(told, []);

        state.Elapsed += TimeSpan.FromSeconds(500);
        report.Report(state, decay: 1, validation: TestProgress.Metrics());
        for (int step = 0; step < 10; step++)
        {
            report.BeginStep(state.Step, state.Elapsed);
            state.Step++;
            state.Elapsed += TimeSpan.FromSeconds(1);
            report.AddTime(TimeSpan.FromSeconds(1), 2);
        }
        report.Report(state, decay: 1, validation: null);

        Assert.Equal(90, told[^1].Remaining.TotalSeconds);
    }

    private static TrainingReport Create(List<AssTrainingProgress> told, List<string> lines)
    {
        var context = new TrainingContext(null!, torch.CPU, null!, lines.Add, Assert.Fail, _ => { });
        return new(new AssSegmentationOptions { Iterations = 200, Progress = told.Add }, context, null);
    }
}
