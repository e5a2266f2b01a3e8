using Ass.MLNet.Labels;
using Ass.MLNet.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.SelfTraining;

/// <summary>What the student is to say of mixed images, and how much each pixel counts.</summary>
/// <param name="Target">(B, H, W) of 64-bit ids: the given label where something is pasted, else the teacher's class; 255 =
/// ignored.</param>
/// <param name="Trust">(B, H, W), 0 to 1: q, which is 1 where a given label is, and 0 in the padding.</param>
/// <param name="Confident">Share of the teacher's pixels whose confidence suffices, a single number on the device.</param>
internal sealed record PseudoLabels(Tensor Target, Tensor Trust, Tensor Confident)
{
    /// <param name="probabilities">(B, K, H, W): the teacher's softmax on the unlabelled images, before mixing.</param>
    /// <param name="mixture">The mixed images.</param>
    /// <param name="confidence">Softmax value from which a label is trusted.</param>
    /// <param name="trust">Pixel by pixel, or image by image.</param>
    public static PseudoLabels Of(Tensor probabilities, Mixture mixture, double confidence, PseudoLabelTrust trust)
    {
        using var scope = NewDisposeScope();
        var (highest, classes) = probabilities.max(1);
        long[] shape = [.. classes.shape];
        var given = DeviceCopy.Of(mixture.Given, shape, probabilities.device);
        var isOpen = Array.ConvertAll(mixture.Origins, origin => origin == PixelOrigin.Unlabeled);
        var unlabeled = DeviceCopy.Of(isOpen, shape, probabilities.device);
        var open = unlabeled.to(ScalarType.Float32);
        using var threshold = confidence.ToScalar();
        var confident = highest.ge(threshold).to(ScalarType.Float32).mul(open);

        // There is a pixel of the teacher's in nearly every image; where everything is pasted, 0 of 1 is confident.
        var perImage = confident.sum([1, 2], keepdim: true).div(open.sum([1, 2], keepdim: true).clamp_min(TensorScalars.One));
        using var ignored = ((long)LabelMask.Ignored).ToScalar();
        var trusted = (trust == PseudoLabelTrust.Pixels ? confident : open.mul(perImage)).Plus(given.ne(ignored).to(ScalarType.Float32));
        var target = where(unlabeled, classes, given.to(ScalarType.Int64));
        return new PseudoLabels(
            target.MoveToOuterDisposeScope(),
            trusted.MoveToOuterDisposeScope(),
            perImage.mean().MoveToOuterDisposeScope()
        );
    }
}
