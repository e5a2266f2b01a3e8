using Ass.MLNet.Labels;
using Ass.MLNet.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.SelfTraining;

/// <summary>What the student is to say of mixed images, and how much each pixel counts. What is of another unlabelled image
/// (<see cref="MixedBy"/>) has that one's.</summary>
/// <param name="Target">(B, H, W) of 64-bit ids: the given label where something is pasted, else the teacher's class; 255 =
/// ignored. Soft ones: (B, K, H, W) of probabilities, 1 for the given class, the teacher's softmax elsewhere, all 0 where ignored.</param>
/// <param name="Trust">(B, H, W), 0 to 1: q, which is 1 where a given label is, and 0 in the padding.</param>
/// <param name="Confident">Share of the unlabelled images' pixels on which the teacher is confident enough, whether or not something is
/// pasted over them: a single number on the device.</param>
internal sealed record PseudoLabels(Tensor Target, Tensor Trust, Tensor Confident)
{
    /// <summary>Number of pixels that show something, trusted or not: what the sum of their losses is divided by. Padding is no part of an
    /// image.</summary>
    public required double Pixels { get; init; }

    /// <param name="probabilities">(B, K, H, W): the teacher's softmax on the unlabelled images, before mixing.</param>
    /// <param name="mixture">The mixed images.</param>
    /// <param name="options">What a label is, and which are trusted.</param>
    public static PseudoLabels Of(Tensor probabilities, Mixture mixture, SelfTrainingOptions options)
    {
        using var scope = NewDisposeScope();
        var (highest, classes) = probabilities.max(1);
        long[] shape = [.. classes.shape];
        var given = DeviceCopy.Of(mixture.Given, shape, probabilities.device);
        var isOpen = Array.ConvertAll(mixture.Origins, origin => origin == PixelOrigin.Unlabeled);
        var unlabeled = DeviceCopy.Of(isOpen, shape, probabilities.device);
        var open = unlabeled.to(ScalarType.Float32);
        var shown = DeviceCopy.Of(mixture.Pictured, shape, probabilities.device).to(ScalarType.Float32);
        using var threshold = options.TrustedFrom.ToScalar();
        var suffices = highest.ge(threshold);
        if (options.Trust == PseudoLabelTrust.Classes)
        {
            suffices = suffices.logical_or(highest.ge(MeanOfClass(highest, classes, shown, probabilities.shape[1])));
        }
        var confident = suffices.to(ScalarType.Float32).mul(shown);
        var perImage = confident.sum([1, 2], keepdim: true).div(shown.sum([1, 2], keepdim: true).AtLeast(1));
        using var ignored = ((long)LabelMask.Ignored).ToScalar();
        var trusted = open.mul(options.Trust == PseudoLabelTrust.Images ? perImage : confident)
            .Plus(given.ne(ignored).to(ScalarType.Float32));
        var target = where(unlabeled, classes, given.to(ScalarType.Int64));
        if (options.Labels == PseudoLabelForm.Soft)
        {
            using var ids = arange(probabilities.shape[1], device: probabilities.device).view(1, -1, 1, 1);
            target = where(unlabeled.unsqueeze(1), probabilities, target.unsqueeze(1).eq(ids).to(probabilities.dtype));
        }
        var labels = new PseudoLabels(target, trusted, perImage.mean()) { Pixels = mixture.ShownPixels };
        return labels.MoveToOuterDisposeScope();
    }

    /// <summary>The labels of images that show the next one of their batch where <paramref name="mask"/>, (B, H, W), says so.</summary>
    public PseudoLabels MixedBy(Tensor mask) =>
        this with
        {
            Target = PartnerMixer.Mix(Target, mask),
            Trust = PartnerMixer.Mix(Trust, mask),
        };

    public PseudoLabels MoveToOuterDisposeScope()
    {
        Target.MoveToOuterDisposeScope();
        Trust.MoveToOuterDisposeScope();
        Confident.MoveToOuterDisposeScope();
        return this;
    }

    /// <summary>For each pixel the mean confidence of all shown pixels of its class in its image.</summary>
    private static Tensor MeanOfClass(Tensor confidence, Tensor classes, Tensor shown, long classCount)
    {
        using var scope = NewDisposeScope();
        using var ids = arange(classCount, device: classes.device);

        // (B, K, H·W): 1 where a shown pixel has the class. Sums along it are the same in every run, those of scatter are not, and
        // exact to 32 bits, which those of a matrix product are not on a GPU with TF32.
        var ofClass = classes.flatten(1).unsqueeze(1).eq(ids.view(1, -1, 1)).to(confidence.dtype).mul(shown.flatten(1).unsqueeze(1));
        var sums = ofClass.mul(confidence.flatten(1).unsqueeze(1)).sum(2);
        var means = sums.div(ofClass.sum(2).AtLeast(1));
        return means.gather(1, classes.flatten(1)).view(classes.shape).MoveToOuterDisposeScope();
    }
}
