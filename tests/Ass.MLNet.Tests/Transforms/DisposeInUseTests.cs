using Ass.MLNet.Prediction;
using Microsoft.ML;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>Models that are disposed while they are in use.</summary>
public sealed class DisposeInUseTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>In a process of its own: memory that is freed too early ends it.</summary>
    [Fact]
    public async Task Threads_that_predict_with_a_model_get_right_masks_until_they_are_told_that_it_is_disposed()
    {
        string file = _folder.At("model.zip");
        using (var model = TestModel.Create(new MLContext()))
        using (var stream = File.Create(file))
        {
            model.Save(stream);
        }

        using var process = ChildProcess.Start("Ass.MLNet.LongRuns", "soak-dispose", "8", file);
        var output = process.StandardOutput.ReadToEndAsync();
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == 0, $"exit code {process.ExitCode}: {error}");
        Assert.Contains("8 models disposed in use", await output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lease_keeps_the_network_and_its_end_frees_it()
    {
        var segmenter = TestModel.CreateSegmenter();
        long before = LiveTensors.Count;
        var lease = segmenter.Use();
        int weights = lease.Network.state_dict().Count;
        segmenter.Dispose();

        Assert.Throws<ObjectDisposedException>(segmenter.Use);
        Assert.Throws<ObjectDisposedException>(() => segmenter.Save(Stream.Null));
        Assert.All(lease.Network.parameters(), p => Assert.False(p.IsInvalid));
        Assert.Equal(before, LiveTensors.Count);
        lease.Dispose();
        lease.Dispose();
        Assert.Equal(before - weights, LiveTensors.Count);
    }

    /// <summary>What takes minutes is finished like a single prediction: here the model goes while a row is read.</summary>
    [Fact]
    public void A_measurement_of_the_shift_that_has_begun_is_finished()
    {
        var ml = new MLContext();
        var model = TestModel.Create(ml, classNames: TwoDomains.ClassNames);
        var expected = model.MeasureShift(TwoDomains.Data(ml, source: 2, labeled: 2, unlabeled: 0), ownStatistics: true);
        var told = new Disposing(model);

        var shift = model.MeasureShift(TwoDomains.Data(ml, source: 2, labeled: 2, unlabeled: 0), ownStatistics: true, progress: told);

        Assert.Equal(expected.ToString(), shift.ToString());
        Assert.Throws<ObjectDisposedException>(() => model.MeasureShift(TwoDomains.Data(ml)));
    }

    private sealed class Disposing(AssSegmentationTransformer model) : IProgress<int>
    {
        public void Report(int value) => model.Dispose();
    }
}
