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
        var context = new TrainingContext(null!, torch.CPU, null!, lines.Add, Assert.Fail, _ => { });
        var report = new TrainingReport(new AssSegmentationOptions { Iterations = 200, Progress = told.Add }, context, null, state);

        report.Report(state, decay: 1, validation: TestProgress.Metrics());
        state.Step = 110;
        state.Elapsed += TimeSpan.FromSeconds(10);
        report.AddTime(TimeSpan.FromSeconds(10), 20);
        report.Report(state, decay: 1, validation: null);

        Assert.Equal([1000, 90], told.Select(p => p.Remaining.TotalSeconds));
        Assert.Equal([0, 2], told.Select(p => p.ImagesPerSecond));
        Assert.Contains("step 100/200: no further step", lines[0]);
        Assert.Contains("step 110/200: no sound step", lines[1]);
    }
}
