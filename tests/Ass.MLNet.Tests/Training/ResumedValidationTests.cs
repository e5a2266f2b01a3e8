using System.Globalization;
using Microsoft.ML;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>What a resumed run makes of the validations before, when their best model or their images are others.</summary>
public sealed class ResumedValidationTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>The newer checkpoint is lost: what it knew to be the best comes from a history that is no more.</summary>
    [Fact]
    public void Gone_back_to_an_earlier_checkpoint_the_best_of_the_later_one_is_put_aside()
    {
        var ml = new MLContext(seed: 1);
        var options = Options(ml, iterations: 4);
        (options.Run.WorkspacePath, options.Run.Resume, options.Run.CheckpointEvery, options.Run.ValidateEvery) = (
            _folder.Root,
            true,
            1,
            4
        );
        byte[] whole = Fit(ml, options);
        byte[] best = File.ReadAllBytes(_folder.At("best.zip"));
        File.Delete(_folder.At("checkpoints/step-000000004.checkpoint"));

        Assert.Equal(whole, Fit(ml, options));
        Assert.Equal(best, File.ReadAllBytes(_folder.At("best-abandoned.zip")));
        Assert.True(File.Exists(_folder.At("best.zip")));
    }

    [Theory]
    [InlineData("another set")]
    [InlineData("no file")]
    [InlineData("no set before")]
    public void A_finished_run_is_validated_again_where_its_best_is_forgotten(string what)
    {
        var ml = new MLContext(seed: 1);
        var options = Options(ml, iterations: 2);
        (options.Run.WorkspacePath, options.Run.Resume, options.Run.ReturnBestModel) = (_folder.Root, true, true);
        if (what == "no set before")
        {
            (options.Run.ValidationSet, options.Run.ReturnBestModel) = (null, false);
        }
        Fit(ml, options);
        if (what == "no file")
        {
            File.Delete(_folder.At("best.zip"));
        }
        else
        {
            options.Run.ValidationSet = ml.Data.LoadFromEnumerable(
                Enumerable.Range(300, 4).Select(i => TwoDomains.MakeRow("target", i, true)).ToArray()
            );
        }

        var reports = new List<AssTrainingProgress>();
        (options.Progress, options.Run.ReturnBestModel) = (reports.Add, true);
        byte[] model = Fit(ml, options);
        Assert.Equal(2, Assert.Single(reports).Step);
        Assert.NotNull(reports[0].Validation);
        using (var best = AssSegmentationTransformer.Load(ml, _folder.At("best.zip")))
        {
            Assert.Equal(model, Bytes(best));
        }
        string[][] table = [.. File.ReadLines(_folder.At("results.csv")).Select(line => line.Split(','))];
        string[] row = Assert.Single(table[1..]);
        Assert.Equal(
            reports[0].Validation!.MeanIoUOfTrueClasses,
            double.Parse(row[Array.IndexOf(table[0], "mIoU")], CultureInfo.InvariantCulture),
            1e-6
        );
        Assert.NotEqual("", row[Array.IndexOf(table[0], "source loss")]);
        Assert.NotEqual("", row[Array.IndexOf(table[0], "images/s")]);

        // And the checkpoint knows.
        options.Progress = _ => Assert.Fail("no step was left");
        Assert.Equal(model, Fit(ml, options));
    }

    [Fact]
    public void A_validation_that_is_made_again_does_not_count_twice_for_early_stopping()
    {
        var ml = new MLContext(seed: 1);
        var options = Options(ml, iterations: 100);
        (options.LearningRate, options.Run.ValidateEvery, options.Run.EarlyStoppingPatience, options.Run.EarlyStoppingMinimumGain) = (
            1e-12,
            1,
            3,
            0.1
        );
        (options.Run.WorkspacePath, options.Run.Resume) = (_folder.Root, true);
        using var cancel = new CancellationTokenSource();
        options.CancellationToken = cancel.Token;
        options.Progress = p => cancel.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Fit(ml, options));
        File.Delete(_folder.At("best.zip"));

        var steps = new List<int>();
        (options.CancellationToken, options.Progress) = (default, p => steps.Add(p.Step));
        Fit(ml, options);
        Assert.Equal([1, 2, 3, 4], steps);
    }

    private static byte[] Fit(MLContext ml, AssSegmentationOptions options)
    {
        using var model = ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(ml));
        return Bytes(model);
    }

    private static byte[] Bytes(AssSegmentationTransformer model)
    {
        using var stream = new MemoryStream();
        model.Segmenter.Save(stream);
        return stream.ToArray();
    }

    private static AssSegmentationOptions Options(MLContext ml, int iterations)
    {
        var options = TwoDomains.Options(AdaptationRecipe.Joint, iterations);
        options.Run.ValidationSet = ml.Data.LoadFromEnumerable(
            Enumerable.Range(300, 3).Select(i => TwoDomains.MakeRow("target", i, true)).ToArray()
        );
        (options.Run.ValidateEvery, options.Run.ProgressInterval) = (2, 2);
        return options;
    }
}
