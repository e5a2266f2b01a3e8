using Ass.MLNet.Cli.Runs;
using Ass.MLNet.Cli.Use;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class RunFolderTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly RunFolder _run;

    public RunFolderTests() => _run = new(_folder.At("run"));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{ "step": 100 }""", true, "finished at step 100, then trained on to step 150")]
    [InlineData("""{ "step": 150 }""", true, null)]
    [InlineData("""{ "step": 100 }""", false, null)]
    [InlineData("torn", true, null)]
    [InlineData(null, true, null)]
    public void A_run_that_was_finished_then_trained_on_and_stopped_is_said_to_be(string? record, bool hasModel, string? said)
    {
        _folder.Text("run/checkpoints/step-000000090.checkpoint");
        _folder.Text("run/checkpoints/step-000000150.checkpoint");
        _folder.Text("run/checkpoints/step-000000200.checkpoint.damaged");
        if (record is not null)
        {
            _folder.Text("run/model.zip.json", record);
        }
        if (hasModel)
        {
            _folder.Text("run/model.zip");
        }

        Assert.Equal(150, _run.NewestStep);
        if (said is null)
        {
            Assert.Null(_run.Contradiction);
            return;
        }
        Assert.Contains(said, _run.Contradiction);

        // A warning and a note: the model is one all the same.
        Assert.Equal(_run.ModelPath, RunFolder.FindModel(_run.Path));
        EvaluationReport.Write(_run.Path);
        Assert.Contains(said, File.ReadAllText(_run.At("report.html")));
    }

    /// <summary>It was killed before its first checkpoint, but not before its first report.</summary>
    [Theory]
    [InlineData("step,loss\n100,2\n140,1\n", "finished at step 100, then trained on to step 140")]
    [InlineData("step,loss\n100,2\n140,1\n15", "finished at step 100, then trained on to step 140")]
    [InlineData("step,loss\n100,2\n", null)]
    [InlineData("step,loss\n", null)]
    [InlineData("", null)]
    public void Reports_beyond_the_finished_step_tell_of_it_too(string results, string? said)
    {
        _folder.Text("run/model.zip");
        _folder.Text("run/model.zip.json", """{ "step": 100 }""");
        File.WriteAllText(_folder.At("run/results.csv"), results);

        if (said is null)
        {
            Assert.Null(_run.Contradiction);
        }
        else
        {
            Assert.Contains(said, _run.Contradiction);
        }
    }

    [Fact]
    public void The_best_models_step_is_that_of_its_record()
    {
        Assert.Null(_run.BestStep);
        _folder.Text("run/best.zip.json", """{ "step": 150, "meanIoU": 0.5, "sha256": "00" }""");
        Assert.Equal(150, _run.BestStep);
        _folder.Text("run/best.zip.json", "torn");
        Assert.Null(_run.BestStep);
    }

    [Fact]
    public void What_a_resumed_run_put_aside_belongs_to_it()
    {
        string[] names = ["best-abandoned.zip", "best.zip.json", "model.zip.json", "results-old-1.csv"];
        foreach (string name in names.Append("best-of-all.zip"))
        {
            _folder.Text("run/" + name);
        }
        Assert.Equal(names, RunFiles.In(_run.Path).Order(StringComparer.Ordinal));
        Assert.Null(_run.NewestStep);
    }
}
