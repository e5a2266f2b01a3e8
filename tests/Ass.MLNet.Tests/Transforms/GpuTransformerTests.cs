using Ass.MLNet.Prediction;
using Ass.MLNet.Torch;
using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;
using Xunit;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

/// <summary>A model predicts on a GPU what it predicts on the CPU, whichever of them it was trained on, and says where memory
/// ends.</summary>
[Collection(nameof(Gpu))]
public class GpuTransformerTests(ITestOutputHelper output)
{
    [GpuFact]
    public void A_model_of_either_device_predicts_the_same_on_the_other()
    {
        var (cpu, gpu) = (new MLContext(seed: 1), Gpu.Context());
        using var onCpu = TestModel.Create(cpu);
        using var onGpu = TestModel.Reloaded(onCpu, gpu);
        using var back = TestModel.Reloaded(onGpu, cpu);
        Assert.Equal((DeviceType.CUDA, DeviceType.CPU), (onGpu.Segmenter.Device.type, back.Segmenter.Device.type));
        Assert.All(onGpu.Segmenter.Network.state_dict(), t => Assert.Equal(DeviceType.CUDA, t.Value.device_type));
        for (int i = 0; i < 6; i++)
        {
            using var picture = TestModel.Picture(i, 200 + 31 * i, 150);
            AssertNearlySame(onCpu.Segment(picture).ClassIds, onGpu.Segment(picture).ClassIds);
            Assert.Equal(onCpu.Segment(picture).ClassIds, back.Segment(picture).ClassIds);
        }
    }

    [GpuFact]
    public void Views_engines_and_scores_give_what_single_images_give()
    {
        var ml = Gpu.Context();
        using var start = TestModel.Create(new MLContext(seed: 1), score: "Score");
        using var model = TestModel.Reloaded(start, ml);
        byte[][] expected = [.. TestModel.Rows(9).Select(r => model.Segment(r.Image!).ClassIds)];
        var rows = ml.Data.CreateEnumerable<TestModel.ScoredPrediction>(
            model.Transform(ml.Data.LoadFromEnumerable(TestModel.Rows(9))),
            reuseRowObject: false
        );
        int count = 0;
        foreach (var row in rows)
        {
            byte[] ids = TestModel.Ids(row.PredictedLabel!);
            AssertNearlySame(expected[row.Number], ids);
            float[] scores = row.Score;
            Assert.Equal(ids.Length * TestModel.ClassNames.Length, scores.Length);
            Assert.All(Enumerable.Range(0, ids.Length), i =>
                Assert.Equal(1, Enumerable.Range(0, 3).Sum(c => scores[c * ids.Length + i]), 1e-4)
            );
            count++;
        }

        Assert.Equal(9, count);
        using var engine = ml.Model.CreatePredictionEngine<TestModel.Row, TestModel.ScoredPrediction>(
            model,
            new PredictionEngineOptions { OwnsTransformer = false }
        );
        using var picture = TestModel.Picture(4);
        using var mask = engine.Predict(new TestModel.Row { Image = picture }).PredictedLabel!;
        AssertNearlySame(model.Segment(picture).ClassIds, TestModel.Ids(mask));
    }

    [GpuFact]
    public async Task Several_threads_share_a_model()
    {
        using var start = TestModel.Create(new MLContext(seed: 1));
        using var model = TestModel.Reloaded(start, Gpu.Context());
        byte[][] expected = [.. Enumerable.Range(0, 8).Select(i => Segment(i))];
        await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(thread =>
                    Task.Run(() =>
                    {
                        for (int i = 0; i < 40; i++)
                        {
                            AssertNearlySame(expected[(i + thread) % 8], Segment((i + thread) % 8));
                        }
                    })
                )
        );

        byte[] Segment(int seed)
        {
            using var picture = TestModel.Picture(seed, 96, 80);
            return model.Segment(picture).ClassIds;
        }
    }

    [GpuFact]
    public void The_shift_is_the_CPUs()
    {
        using var tf32 = TensorFloat32.Allow(false);
        var cpu = new MLContext(seed: 1);
        using var start = TestModel.Create(cpu, classNames: TwoDomains.ClassNames);
        using var model = TestModel.Reloaded(start, Gpu.Context());
        var (expected, shift) = (start.MeasureShift(TwoDomains.Data(cpu)), model.MeasureShift(TwoDomains.Data(cpu)));
        output.WriteLine($"{expected.RelativeDistance} {shift.RelativeDistance}");
        Assert.Equal(expected.RelativeDistance, shift.RelativeDistance, 2e-3 * expected.RelativeDistance);
    }

    [GpuMemoryFact]
    public void Memory_that_does_not_suffice_is_said_with_what_needs_less()
    {
        var ml = Gpu.Context();
        using var start = TestModel.Create(new MLContext(seed: 1));
        using var model = TestModel.Reloaded(start, ml);
        using var large = TestModel.Picture(1, 4000, 3000);
        using (NewDisposeScope())
        {
            FillMemory();
            string scoring = Assert.Throws<InvalidOperationException>(() => model.Segment(large)).Message;
            output.WriteLine(scoring);
            Assert.Contains("An image of 4000x3000 does not fit into the memory of cuda:0", scoring);

            var options = TwoDomains.Options();
            (options.SourceSize, options.TargetSize, options.BatchSize) = (new ImageSize(2000, 1500), new ImageSize(2000, 1500), 4);
            string training = Assert
                .Throws<InvalidOperationException>(() => ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(ml)))
                .Message;
            output.WriteLine(training);
            Assert.Contains("Step 1, with 4 of 2000x1500 (source) and 4 of 2000x1500 (labelled target)", training);
            Assert.Contains("a smaller BatchSize", training);
        }

        // What was freed is there again.
        Assert.Equal(4000 * 3000, model.Segment(large).ClassIds.Length);
    }

    // Until less than 200 MB are left.
    private static void FillMemory()
    {
        for (long bytes = 1L << 36; bytes > 200_000_000; bytes /= 2)
        {
            try
            {
                while (true)
                {
                    empty(bytes, ScalarType.Byte, Gpu.Device);
                }
            }
            catch (Exception e) when (OutOfMemory.IsReasonOf(e)) { }
        }
    }

    // TF32 and other rounding decide where two classes are nearly equal.
    private void AssertNearlySame(byte[] expected, byte[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double different = expected.Zip(actual).Count(p => p.First != p.Second) / (double)expected.Length;
        output.WriteLine($"{different:0.0000} of the pixels differ");
        Assert.True(different < 0.02, $"{different}");
    }
}
