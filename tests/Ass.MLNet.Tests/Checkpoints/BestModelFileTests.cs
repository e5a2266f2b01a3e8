using Ass.MLNet.Checkpoints;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class BestModelFileTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly BestModelFile _file;
    private readonly List<string> _said = [];

    public BestModelFileTests() => _file = new(_folder.Root);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_model_that_the_checkpoint_knows_stays()
    {
        Save(50, 0.5);
        var state = State(new(50, 0.5));
        _file.Check(state, _said.Add);
        Assert.Empty(_said);
        Assert.Equal((50, 100), (state.Best!.Step, state.ValidatedStep));
    }

    /// <summary>Of an mIoU that is no number, or of an earlier version, which wrote no record.</summary>
    [Fact]
    public void So_do_one_without_a_number_and_one_without_a_record()
    {
        Save(50, double.NaN);
        _file.Check(State(new(50, double.NaN)), _said.Add);
        File.Delete(_folder.At("best.zip.json"));
        _file.Check(State(new(70, 0.5)), _said.Add);
        Assert.Empty(_said);
        Assert.True(File.Exists(_file.Path));
    }

    [Theory]
    [InlineData(50, 0.5)]
    [InlineData(120, 0.5)]
    [InlineData(null, 0)]
    public void A_model_of_another_history_is_put_aside_and_forgotten(int? known, double meanIoU)
    {
        for (int time = 0; time < 2; time++)
        {
            Save(120, 0.75);
            var state = State(known is { } step ? new(step, meanIoU) : null);
            _file.Check(state, _said.Add);
            Assert.Equal((null, 0, 100), (state.Best, state.ValidatedStep, state.RepeatedStep));
            Assert.Contains("is the model of step 120 (mIoU 0.7500), of which the checkpoint of step 100 knows nothing", _said[time]);
        }
        Assert.Equal("best-abandoned.zip", Path.GetFileName(Assert.Single(Directory.GetFiles(_folder.Root))));
        Assert.Contains("renamed to 'best-abandoned.zip'", _said[1]);
    }

    /// <summary>A process that dies between model and record leaves the earlier record; one that dies before, nothing new.</summary>
    [Fact]
    public void A_model_that_its_record_does_not_know_is_put_aside()
    {
        Save(50, 0.5);
        File.WriteAllText(_file.Path, "a later model");
        var state = State(new(50, 0.5));
        _file.Check(state, _said.Add);
        Assert.Null(state.Best);
        Assert.Contains("is a later model than its record's", Assert.Single(_said));
        Assert.Equal("a later model", File.ReadAllText(_folder.At("best-abandoned.zip")));
    }

    [Fact]
    public void A_file_of_somebody_else_is_no_record()
    {
        Save(50, 0.5);
        _folder.Text("best.zip.json", """{ "best": 7 }""");
        _file.Check(State(new(70, 0.5)), _said.Add);
        Assert.Empty(_said);
    }

    [Fact]
    public void What_cannot_be_written_leaves_the_earlier_model_and_its_record()
    {
        Assert.Throws<IOException>(() => _file.Save(new(20, 0.1), _ => throw new IOException("full")));
        Assert.Empty(Directory.GetFiles(_folder.Root));

        Save(50, 0.5);
        Assert.Throws<IOException>(() => _file.Save(new(60, 0.6), _ => throw new IOException("full")));
        _file.Check(State(new(50, 0.5)), _said.Add);
        Assert.Empty(_said);
    }

    private static TrainingState State(BestValidation? best) =>
        new()
        {
            Step = 100,
            ValidatedStep = 100,
            Best = best,
        };

    private void Save(int step, double meanIoU) => _file.Save(new(step, meanIoU), path => File.WriteAllText(path, $"{step}"));
}
