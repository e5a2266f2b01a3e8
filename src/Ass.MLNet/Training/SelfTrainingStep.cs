using Ass.MLNet.Appearance;
using Ass.MLNet.Distribution;
using Ass.MLNet.Images;
using Ass.MLNet.Losses;
using Ass.MLNet.Networks;
using Ass.MLNet.RunLog;
using Ass.MLNet.Sampling;
using Ass.MLNet.SelfTraining;
using Ass.MLNet.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Training;

/// <summary>The self-training part of a step: the teacher labels unlabelled images; the student learns from mixed and perturbed versions of
/// them. <see cref="SelfTrainingOptions"/> has the loss.</summary>
/// <param name="teacher">The moving average of the network.</param>
/// <param name="options">All options.</param>
/// <param name="normalization">The network's input normalisation.</param>
/// <param name="seed">The run's seed.</param>
/// <param name="ranks">The processes that have a part of each step's images.</param>
internal sealed class SelfTrainingStep(
    Teacher teacher,
    AssSegmentationOptions options,
    InputNormalization normalization,
    int seed,
    Ranks ranks
)
{
    private readonly SelfTrainingOptions _options = options.SelfTraining;
    private readonly ImageMixer _mixer = new(MixesPartners(options) ? ImageMixing.None : options.SelfTraining.Mixing, seed);
    private readonly PartnerMixer? _partners = MixesPartners(options) ? new(options.SelfTraining.Mixing, seed) : null;

    /// <summary>The mixed images of a step, and what the student is to say of them.</summary>
    /// <param name="Input">What the student sees.</param>
    /// <param name="Labels">What it is to say.</param>
    public sealed record Lesson(StreamInput Input, PseudoLabels Labels);

    /// <summary>Lets the teacher label the unlabelled images and mixes them; null in the warm-up.</summary>
    /// <param name="source">Null for recipes without.</param>
    /// <param name="labeledTarget">The labelled target images.</param>
    /// <param name="unlabeledTarget">The images to label.</param>
    /// <param name="step">Number of steps before this one.</param>
    public Lesson? Prepare(StreamInput? source, StreamInput? labeledTarget, StreamInput unlabeledTarget, int step)
    {
        if (step < _options.WarmUpIterations)
        {
            return null;
        }

        using var _ = no_grad();
        using var scope = NewDisposeScope();
        StreamInput?[] wanted = _options.MixFrom switch
        {
            MixedImages.Source => [source],
            MixedImages.Target => [labeledTarget],
            MixedImages.Unlabeled => [],
            _ => [source, labeledTarget],
        };
        StreamInput[] labeled = [.. wanted.OfType<StreamInput>()];
        long firstNumber = ranks.FirstImage(step, options.BatchSize);
        var mixture = _mixer.Draw(
            unlabeledTarget.Pictures,
            unlabeledTarget.Height,
            unlabeledTarget.Width,
            [.. labeled.Select(l => new LabeledBatch(l.Labels!, l.Pictures))],
            firstNumber
        );
        var probabilities = teacher.Predict(unlabeledTarget.Images, options.AdaptSegNet.AlignCornersInTraining);
        var labels = PseudoLabels.Of(probabilities, mixture, _options) with { Pixels = ranks.Mean(mixture.ShownPixels)[0] };
        var mixed = Paste(unlabeledTarget.Pixels!, mixture, labeled);
        if (_partners is not null)
        {
            var classes = probabilities.argmax(1);
            var pictured = DeviceCopy.Of(mixture.Pictured, [.. classes.shape], classes.device);
            var mask = _partners.Draw(classes, (int)probabilities.shape[1], pictured, firstNumber);
            (mixed, labels) = (PartnerMixer.Mix(mixed, mask), labels.MixedBy(mask));
        }
        var seen = normalization.Normalize(Perturb(mixed, mixture, firstNumber));
        return new Lesson(new StreamInput(seen.MoveToOuterDisposeScope()), labels.MoveToOuterDisposeScope());
    }

    /// <summary>λ_u · mean of q · CE(↑G(x_m), y_m) over all that is shown, of both classifiers where there are two.</summary>
    /// <param name="upsampled">The student's logits at image size.</param>
    /// <param name="labels">What they are to say.</param>
    /// <param name="measures">Receives the loss and the trust.</param>
    public Tensor Loss(Levels upsampled, PseudoLabels labels, StepMeasures measures)
    {
        using var scope = NewDisposeScope();
        var loss = measures.AddLoss(
            MeasureNames.SelfTraining,
            upsampled.Select(logits => SegmentationLoss.Weighted(logits, labels.Target, labels.Trust, labels.Pixels)),
            options.AdaptSegNet.AuxiliaryLossWeight
        );
        measures.AddShare(MeasureNames.Confident, labels.Confident.alias());
        return loss.Times(_options.Weight).MoveToOuterDisposeScope();
    }

    private static bool MixesPartners(AssSegmentationOptions options) => options.SelfTraining.MixFrom == MixedImages.Unlabeled;

    private static Tensor Paste(Tensor pixels, Mixture mixture, StreamInput[] labeled)
    {
        if (labeled.Length == 0 || !mixture.Origins.AsSpan().Contains(PixelOrigin.Pasted))
        {
            return pixels;
        }

        var pasted = Where(mixture, origin => origin == PixelOrigin.Pasted, pixels);
        var mixed = pixels.clone();
        for (int i = 0; i < mixture.From.Length; i++)
        {
            var (from, to) = mixture.Overlaps[i];
            var part = Part(mixed, to);
            part.copy_(where(Part(pasted, to), Part(labeled[mixture.From[i]].Pixels!, from), part));

            Tensor Part(Tensor all, Window window) =>
                all.narrow(0, i, 1).narrow(2, window.Y, window.Height).narrow(3, window.X, window.Width);
        }

        return mixed;
    }

    /// <summary>(B, 1, H, W): which pixels come from where <paramref name="wanted"/> says.</summary>
    private static Tensor Where(Mixture mixture, Converter<PixelOrigin, bool> wanted, Tensor pixels) =>
        DeviceCopy.Of(Array.ConvertAll(mixture.Origins, wanted), [pixels.shape[0], 1, pixels.shape[2], pixels.shape[3]], pixels.device);

    /// <summary>The images in other colours and perhaps blurred: what the student sees must be harder than what the teacher saw. Padding
    /// keeps its colour.</summary>
    private Tensor Perturb(Tensor pixels, Mixture mixture, long firstNumber)
    {
        var maps = new ColorMap[pixels.shape[0]];
        var sigmas = new double[maps.Length];
        for (int i = 0; i < maps.Length; i++)
        {
            // All values are always drawn, so that one option does not change the random values of the other.
            var random = RandomNumbers.Create(seed, RandomUse.Perturbation, firstNumber + i);
            bool blurs = random.NextDouble() < _options.BlurProbability;
            double sigma = 0.1 + 1.9 * random.NextDouble();
            maps[i] = ColorMap.Draw(random, _options.ColorJitter);
            sigmas[i] = blurs ? sigma : 0;
        }

        var inside = mixture.Origins.AsSpan().Contains(PixelOrigin.Padding)
            ? Where(mixture, origin => origin != PixelOrigin.Padding, pixels)
            : null;
        var colored = _options.ColorJitter > 0 ? ColorJitter.Apply(pixels, maps, inside) : pixels;
        return sigmas.Any(sigma => sigma > 0) ? GaussianBlur.Apply(colored, sigmas, inside) : colored;
    }
}
