using Microsoft.ML;
using TorchSharp;
using Xunit;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

/// <summary>Training on a GPU comes to what training on the CPU comes to, up to rounding.</summary>
[Collection(nameof(Gpu))]
public sealed class GpuTrainingTests(ITestOutputHelper output) : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [GpuTheory]
    [InlineData("source only")]
    [InlineData("target only")]
    [InlineData("joint")]
    [InlineData("global")]
    [InlineData("semantic")]
    [InlineData("ass")]
    [InlineData("binary on outputs, least squares, SGD")]
    [InlineData("one per class, running statistics")]
    [InlineData("ResNet-18, frozen affine, warm-up, gradient norms")]
    [InlineData("ResNet-50, output stride 16")]
    [InlineData("paper")]
    public void The_first_steps_lose_what_they_lose_on_the_CPU(string form)
    {
        var (cpu, gpu) = (Fit(new MLContext(seed: 1)), Fit(Gpu.Context()));

        Assert.Equal(cpu.Count, gpu.Count);
        for (int step = 0; step < cpu.Count; step++)
        {
            AssertNear(step, cpu[step].Losses, gpu[step].Losses);
            AssertNear(step, cpu[step].GradientNorms, gpu[step].GradientNorms);
        }

        void AssertNear(int step, IReadOnlyDictionary<string, double> onCpu, IReadOnlyDictionary<string, double> onGpu)
        {
            Assert.Equal(onCpu.Keys, onGpu.Keys);
            foreach (string name in onCpu.Keys)
            {
                output.WriteLine($"step {step + 1} {name}: {onCpu[name]} on the CPU, {onGpu[name]} on the GPU");
                double rounding = step == 0 ? 1e-3 : 0.1;
                Assert.Equal(onCpu[name], onGpu[name], rounding * Math.Abs(onCpu[name]) + 1e-12);
            }
        }

        List<AssTrainingProgress> Fit(MLContext ml)
        {
            var options = Options(form);
            (options.AllowTF32, options.Run.ProgressInterval, options.Iterations) = (false, 1, 2);
            var reports = new List<AssTrainingProgress>();
            options.Progress = reports.Add;
            using var model = ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(ml));
            return reports;
        }
    }

    [GpuTheory]
    [InlineData(SegmentationPrecision.Float32, true)]
    [InlineData(SegmentationPrecision.Float32, false)]
    [InlineData(SegmentationPrecision.BFloat16, true)]
    public void It_learns_the_small_problem(SegmentationPrecision precision, bool tf32)
    {
        var ml = Gpu.Context();
        var options = TwoDomains.Options(iterations: 60);
        (options.BatchSize, options.OutputStride, options.Precision, options.AllowTF32) = (2, 8, precision, tf32);
        using var model = ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(ml));
        double miou = TwoDomains.MeanIoU(ml, model);
        output.WriteLine($"mIoU {miou}");
        Assert.True(miou > 0.8, $"{miou}");
    }

    [GpuFact]
    public void Steps_that_are_left_out_are_counted_and_stop_the_run()
    {
        var ml = Gpu.Context();
        var warnings = new List<string>();
        ml.Log += (_, e) => warnings.Add(e.Message);
        var options = TwoDomains.Options(AdaptationRecipe.Joint, iterations: 30);
        (options.Optimizer, options.LearningRate) = (SegmentationOptimizer.Sgd, 1e12);
        var error = Assert.Throws<InvalidOperationException>(() => ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(ml)));
        Assert.Contains("10 steps in a row before it were left out", error.Message);
        Assert.Equal(10, warnings.Count(w => w.Contains("the step was left out")));
    }

    [GpuFact]
    public void Live_tensors_stay_the_same_from_report_to_report_and_none_is_left()
    {
        long before = LiveTensors.Count;
        var options = TwoDomains.Options(iterations: 9);
        options.Run.ProgressInterval = 3;
        var counts = new List<long>();
        options.Progress = _ => counts.Add(LiveTensors.Count);
        var ml = Gpu.Context();
        using (ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(ml)))
        {
            Assert.Equal(4, counts.Count);
        }
        Assert.All(counts, count => Assert.Equal(counts[0], count));
        Assert.Equal(before, LiveTensors.Count);
    }

    [GpuFact]
    public void A_run_that_was_stopped_goes_on_on_either_device()
    {
        double uninterrupted = LastLoss(Gpu.Context(), stopAt: 0, resume: false);
        LastLoss(Gpu.Context(), stopAt: 2, resume: true);
        LastLoss(Gpu.Context(), stopAt: 4, resume: true);
        LastLoss(new MLContext(seed: 1), stopAt: 6, resume: true);
        double resumed = LastLoss(Gpu.Context(), stopAt: 0, resume: true);
        output.WriteLine($"{uninterrupted} uninterrupted, {resumed} resumed");
        Assert.InRange(resumed / uninterrupted, 0.95, 1.05);

        double LastLoss(MLContext ml, int stopAt, bool resume)
        {
            using var cancel = new CancellationTokenSource();
            var options = TwoDomains.Options(iterations: 8);
            options.OutputStride = 8;
            (options.AllowTF32, options.Run.ProgressInterval, options.CancellationToken) = (false, 1, cancel.Token);
            if (resume)
            {
                (options.Run.WorkspacePath, options.Run.Resume) = (_folder.Root, true);
            }
            double last = double.NaN;
            options.Progress = p =>
            {
                last = p.Losses["target"];
                if (p.Step == stopAt)
                {
                    cancel.Cancel();
                }
            };
            var estimator = ml.Transforms.AssSegmentation(options);
            if (stopAt > 0)
            {
                Assert.Throws<OperationCanceledException>(() => estimator.Fit(TwoDomains.Data(ml)));
            }
            else
            {
                estimator.Fit(TwoDomains.Data(ml)).Dispose();
            }
            return last;
        }
    }

    [GpuFact]
    public void The_best_model_of_a_validated_run_is_returned()
    {
        var ml = Gpu.Context();
        var options = TwoDomains.Options(iterations: 8);
        (options.Run.ValidationSet, options.Run.ValidateEvery, options.Run.ReturnBestModel) = (TwoDomains.Data(ml, source: 0), 1, true);
        var all = new List<double>();
        options.Progress = p => all.Add(p.Validation!.MeanIoU);
        using var model = ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(ml));
        Assert.Equal(8, all.Count);
        Assert.Equal(all.Max(), TwoDomains.MeanIoU(ml, model), 0.01);
    }

    private static AssSegmentationOptions Options(string form)
    {
        // Two small steps: on so few pixels what is rounding in the first can be a tenth in the third.
        var options = TwoDomains.Options();
        (options.BatchSize, options.OutputStride, options.LearningRate) = (2, 8, 1e-4);
        options.Recipe = form switch
        {
            "source only" => AdaptationRecipe.SourceOnly,
            "target only" => AdaptationRecipe.TargetOnly,
            "joint" => AdaptationRecipe.Joint,
            "global" => AdaptationRecipe.Global,
            "semantic" => AdaptationRecipe.Semantic,
            _ => AdaptationRecipe.Ass,
        };
        switch (form)
        {
            case "binary on outputs, least squares, SGD":
                (options.Adversarial.SemanticDiscriminator, options.Adversarial.SemanticFeatures) = (
                    SemanticDiscriminatorHead.Binary,
                    SemanticFeatureSpace.Output
                );
                (options.Adversarial.Loss, options.Optimizer) = (AdversarialLoss.LeastSquares, SegmentationOptimizer.Sgd);
                break;
            case "one per class, running statistics":
                (options.Adversarial.SemanticDiscriminator, options.AdaptSegNet.BatchNormStatistics) = (
                    SemanticDiscriminatorHead.PerClass,
                    BatchNormStatistics.Running
                );
                break;
            case "ResNet-18, frozen affine, warm-up, gradient norms":
                (options.Network, options.BatchNorm) = (SegmentationNetwork.DeepLabV2ResNet18, BatchNormMode.FrozenAffine);
                (options.Adversarial.WarmUpIterations, options.Adversarial.MeasureGradientNorms) = (2, true);
                break;
            case "ResNet-50, output stride 16":
                (options.Network, options.OutputStride, options.BatchSize, options.LearningRate) = (
                    SegmentationNetwork.DeepLabV2ResNet50,
                    16,
                    1,
                    1e-5
                );
                break;
            case "paper":
                options = AssSegmentationOptions.Paper(PaperBenchmark.SynthiaToCityscapes);
                (options.Network, options.OutputStride, options.ClassNames) = (
                    SegmentationNetwork.DeepLabV2ResNet18,
                    32,
                    TwoDomains.ClassNames
                );
                (options.SourceSize, options.TargetSize) = (new ImageSize(64, 48), new ImageSize(64, 40));
                break;
        }

        return options;
    }
}
