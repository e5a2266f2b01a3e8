using Ass.MLNet.Appearance;
using Ass.MLNet.Networks;
using Ass.MLNet.Sampling;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Training;

/// <summary>Brings a step's batches to the device, and changes the appearance of source images there.</summary>
/// <param name="options">Batch size and augmentation.</param>
/// <param name="normalization">The network's input normalisation.</param>
/// <param name="device">The device to compute on.</param>
/// <param name="seed">Seed for random changes.</param>
internal sealed class StepInputs(AssSegmentationOptions options, InputNormalization normalization, Device device, int seed)
{
    private double Jitter => options.Augmentation.SourceColorJitter;

    /// <summary>The images as the network gets them; null for streams that the recipe does not use.</summary>
    /// <param name="source">Source images.</param>
    /// <param name="labeledTarget">Labelled target images.</param>
    /// <param name="unlabeledTarget">Unlabelled target images.</param>
    /// <param name="index">Number of steps before this one.</param>
    public (StreamInput? Source, StreamInput? LabeledTarget, StreamInput? UnlabeledTarget) Make(
        Batch? source,
        Batch? labeledTarget,
        Batch? unlabeledTarget,
        int index
    ) => (Source(source, index), AsTheyAre(labeledTarget), AsTheyAre(unlabeledTarget));

    private StreamInput? AsTheyAre(Batch? batch) => batch is null ? null : new(batch.ToTensor(normalization, device), batch.Labels);

    private StreamInput? Source(Batch? batch, int index)
    {
        if (batch is null || Jitter == 0)
        {
            return AsTheyAre(batch);
        }

        using var scope = NewDisposeScope();
        var pixels = batch.ToPixels(device);
        var jittered = ColorJitter.Apply(pixels, [.. Enumerable.Range(0, batch.Count).Select(Draw)]);
        return new StreamInput(normalization.Normalize(jittered).MoveToOuterDisposeScope(), batch.Labels);

        ColorMap Draw(int image) =>
            ColorMap.Draw(RandomNumbers.Create(seed, RandomUse.SourceColors, (long)index * options.BatchSize + image), Jitter);
    }
}
