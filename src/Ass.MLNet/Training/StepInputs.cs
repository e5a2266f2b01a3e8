using Ass.MLNet.Appearance;
using Ass.MLNet.Distribution;
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
/// <param name="ranks">The processes that have a part of each step's images.</param>
internal sealed class StepInputs(AssSegmentationOptions options, InputNormalization normalization, Device device, int seed, Ranks ranks)
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
        double[] pixels = ranks.Mean(source?.Labels?.LabeledPixels ?? 0, labeledTarget?.Labels?.LabeledPixels ?? 0);
        return (Input(source, changed, pixels[0]), Input(labeledTarget, labeled, pixels[1]), Input(unlabeledTarget, unlabeled));
    }

    /// <summary>Keeps the pixels only where images are mixed from them.</summary>
    private StreamInput? Input(Batch? batch, Tensor? pixels, double labeledPixels = 0)
    {
        if (batch is null)
        {
            return null;
        }
        var images = normalization.Normalize(pixels!).MoveToOuterDisposeScope();
        bool isMixed = options.SelfTraining.Enabled;
        return new(images, batch.Labels)
        {
            LabeledPixels = labeledPixels,
            Pixels = isMixed ? pixels!.MoveToOuterDisposeScope() : null,
            Pictures = isMixed ? batch.Pictures : [],
        };
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
            ColorMap.Draw(RandomNumbers.Create(seed, RandomUse.SourceColors, ranks.FirstImage(index, options.BatchSize) + image), Jitter);
    }
}
