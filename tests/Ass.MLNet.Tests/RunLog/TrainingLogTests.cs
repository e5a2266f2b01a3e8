using Ass.MLNet.Images;
using Ass.MLNet.RunLog;
using TorchSharp;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class TrainingLogTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public void A_resumed_run_leaves_the_curves_of_an_uninterrupted_one()
    {
        Run("whole", 0, [100, 200, 300, 400]);
        Run("resumed", 0, [100, 200, 300]);
        Run("resumed", 200, [300, 400]);

        Assert.Equal(File.ReadAllText(_folder.At("whole/results.csv")), File.ReadAllText(_folder.At("resumed/results.csv")));
        var whole = EventFile.Curves(Path.Combine(_folder.Root, "whole/tensorboard"));
        var resumed = EventFile.Curves(Path.Combine(_folder.Root, "resumed/tensorboard"));
        Assert.Equal(whole.Keys.Order(), resumed.Keys.Order());
        Assert.All(whole, curve => Assert.Equal(curve.Value, resumed[curve.Key]));
    }

    [Fact]
    public void Logging_makes_no_tensors()
    {
        long before = LiveTensors.Count;
        Run("run", 0, [100, 200]);
        Assert.Equal(before, LiveTensors.Count);
    }

    [Fact]
    public void A_workspace_that_cannot_be_written_is_a_warning_for_each_file()
    {
        string notAFolder = _folder.Text("file", "");
        var warnings = new List<string>();
        using (var log = new TrainingLog(notAFolder, 0, new([], [], null), warnings.Add))
        {
            log.Report(TestProgress.Progress(1));
            log.Report(TestProgress.Progress(2));
        }

        Assert.Equal(2, warnings.Count);
    }

    public void Dispose() => _folder.Dispose();

    private void Run(string name, int resumeStep, int[] steps)
    {
        var metrics = TestProgress.Metrics();
        var picture = new PredictionPicture(new BgrImage(1, 1, [1, 2, 3]), [0], [1], SegmentationPalette.Voc(1, 3));
        var columns = ResultsColumns.Of(new AssSegmentationOptions { Recipe = AdaptationRecipe.SourceOnly }, metrics.ClassNames);
        using var log = new TrainingLog(Path.Combine(_folder.Root, name), resumeStep, columns, warning => Assert.Fail(warning));
        foreach (int step in steps)
        {
            bool validates = step % 200 == 0;
            if (validates)
            {
                log.Validated(step, metrics, [picture]);
            }

            log.Report(TestProgress.Progress(step, 1.0 / step, validates ? metrics : null));
        }
    }
}
