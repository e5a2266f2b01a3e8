using Ass.MLNet.Appearance;
using Ass.MLNet.Networks;
using Ass.MLNet.Sampling;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Training;

/// <summary>Brings a step's batches to the device, and changes the appearance of source images there: first they take the colours of target
/// images, then their colours change at random.</summary>
/// <param name="options">Batch size and augmentation.</param>
/// <param name="normalization">The network's input normalisation.</param>
/// <param name="device">The device to compute on.</param>
/// <param name="seed">Seed for random changes.</param>
internal sealed class StepInputs(AssSegmentationOptions options, InputNormalization normalization, Device device, int seed)
{
    private double Jitter => options.Augmentation.SourceColorJitter;

    private bool Matches => options.Augmentation.MatchTargetColors;

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
    )
    {
        using var scope = NewDisposeScope();
        var (labeled, unlabeled) = (labeledTarget?.ToPixels(device), unlabeledTarget?.ToPixels(device));
        var changed = source is null ? null : Change(source, unlabeledTarget ?? labeledTarget, unlabeled ?? labeled, index);
        return (Input(source, changed), Input(labeledTarget, labeled), Input(unlabeledTarget, unlabeled));
    }

    /// <summary>Keeps the pixels only where images are mixed from them.</summary>
    private StreamInput? Input(Batch? batch, Tensor? pixels)
    {
        return batch is null ? null
            : options.SelfTraining.Enabled
                ? new(Normalized(), batch.Labels) { Pixels = pixels!.MoveToOuterDisposeScope(), Pictures = batch.Pictures }
            : new(Normalized(), batch.Labels);

        Tensor Normalized() => normalization.Normalize(pixels!).MoveToOuterDisposeScope();
    }

    /// <summary>The pixels of source images as the options want them.</summary>
    /// <param name="source">Source images.</param>
    /// <param name="target">Target images, if the recipe has any.</param>
    /// <param name="targetPixels">Their pixels.</param>
    /// <param name="index">Number of steps before this one.</param>
    private Tensor Change(Batch source, Batch? target, Tensor? targetPixels, int index)
    {
        var pixels = source.ToPixels(device);
        var inside = Matches || Jitter > 0 ? source.Inside(device) : null;
        if (Matches)
        {
            pixels = ColorMatching.Apply(pixels, targetPixels!, inside, target!.Inside(device));
        }
        return Jitter > 0 ? ColorJitter.Apply(pixels, [.. Enumerable.Range(0, source.Count).Select(Draw)], inside) : pixels;

        ColorMap Draw(int image) =>
            ColorMap.Draw(RandomNumbers.Create(seed, RandomUse.SourceColors, (long)index * options.BatchSize + image), Jitter);
    }
}
