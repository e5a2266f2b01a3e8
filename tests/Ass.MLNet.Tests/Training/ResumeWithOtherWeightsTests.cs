using Ass.MLNet.MLNetInternals;
using Ass.MLNet.Networks;
using Ass.MLNet.Prediction;
using Microsoft.ML;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

/// <summary>A run that goes on has the norms and the input that it began with, whatever the weight file has become.</summary>
public sealed class ResumeWithOtherWeightsTests : IDisposable
{
    /// <summary>The model of a run that nothing disturbs, from weights of the usual depth.</summary>
    private static readonly Lazy<byte[]> Uninterrupted = new(() => RunUninterrupted(lastStageBlocks: 2));

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_weights_are_those_of_an_uninterrupted_run(bool toOtherFile)
    {
        WriteWeights("begun.safetensors", seed: 1, InputNormalization.TorchVision);

        Assert.ThrowsAny<OperationCanceledException>(() => Weights("begun.safetensors", stop: 2, workspace: true));
        string name = toOtherFile ? "other.safetensors" : "begun.safetensors";
        WriteWeights(name, seed: 2, InputNormalization.Default);
        Assert.Equal(Uninterrupted.Value, Weights(name, stop: null, workspace: true));
    }

    /// <summary>The last stage stays as deep, too: ML.NET's file has three blocks there.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Batch_norms_stay_frozen_without_the_file(int lastStageBlocks)
    {
        byte[] uninterrupted = lastStageBlocks == 2 ? Uninterrupted.Value : RunUninterrupted(lastStageBlocks);

        WriteWeights("begun.safetensors", seed: 1, InputNormalization.TorchVision, lastStageBlocks);
        Assert.ThrowsAny<OperationCanceledException>(() => Weights("begun.safetensors", stop: 2, workspace: true));
        Assert.Equal(uninterrupted, Weights(null, stop: null, workspace: true));
    }

    private static byte[] RunUninterrupted(int lastStageBlocks)
    {
        using var test = new ResumeWithOtherWeightsTests();
        test.WriteWeights("begun.safetensors", seed: 1, InputNormalization.TorchVision, lastStageBlocks);
        return test.Weights("begun.safetensors", stop: null, workspace: false);
    }

    private byte[] Weights(string? file, int? stop, bool workspace)
    {
        using var cancel = new CancellationTokenSource();
        var options = TwoDomains.Options(AdaptationRecipe.Joint, iterations: 3);
        (options.Network, options.OutputStride) = (SegmentationNetwork.DeepLabV2ResNet18, 16);
        options.PretrainedWeights = file is null ? null : _folder.At(file);
        options.SelfTraining.Enabled = true;
        (options.Run.ProgressInterval, options.CancellationToken) = (1, cancel.Token);
        options.Progress = p =>
        {
            if (p.Step == stop)
            {
                cancel.Cancel();
            }
        };
        if (workspace)
        {
            (options.Run.WorkspacePath, options.Run.Resume, options.Run.AllowChangesOnResume) = (_folder.At("run"), true, true);
        }
        var ml = new MLContext(seed: 3);
        using var model = ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(ml));
        using var stream = new MemoryStream();
        model.Segmenter.Save(stream);
        return stream.ToArray();
    }

    /// <summary>A network with statistics of its own.</summary>
    private void WriteWeights(string file, ulong seed, InputNormalization normalization, int lastStageBlocks = 2)
    {
        var network = new SegmentationModule(new NetworkSpec(SegmentationNetwork.DeepLabV2ResNet18, 16, 3, lastStageBlocks));
        using var generator = new Generator(seed);
        network.Initialize(generator);
        using (no_grad())
        {
            foreach (var (name, buffer) in network.named_buffers())
            {
                using var noise = rand(buffer.shape, generator: generator);
                buffer.copy_(name.EndsWith("running_var", StringComparison.Ordinal) ? noise + 0.5 : noise - 0.5);
            }
        }
        using var segmenter = new Segmenter(network, normalization, new PredictionResizing(null), TwoDomains.ClassNames, CPU);
        using var model = new AssSegmentationTransformer(
            new MLContext(),
            segmenter,
            new SegmentationColumns("Image", "PredictedLabel", null)
        );
        model.SaveWeights(_folder.At(file));
    }
}
