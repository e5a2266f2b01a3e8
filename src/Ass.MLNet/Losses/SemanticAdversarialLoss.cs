using Ass.MLNet.Columns;
using Ass.MLNet.Networks;
using Ass.MLNet.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Losses;

/// <summary>mean_c adv(D_s(v_c), domain): the semantic adversarial loss over all class vectors of a batch, for each of the three
/// heads.</summary>
/// <remarks>The heads are our reconstruction, see <see cref="SemanticDiscriminatorHead"/>.</remarks>
internal static class SemanticAdversarialLoss
{
    /// <param name="logits">(M, outputs) from <see cref="SemanticDiscriminator"/>; 0 if M is 0, as it may be in one of several processes
    /// that train together.</param>
    /// <param name="classes">(M) train ids.</param>
    /// <param name="domain">The domain that the logits should indicate.</param>
    /// <param name="head">The discriminator's head, which determines the meaning of the outputs.</param>
    /// <param name="form">Cross entropy, or least squares; for the class-conditional head the latter is the squared distance of the 2K
    /// outputs to the one-hot target, summed over outputs and averaged over vectors.</param>
    /// <param name="smoothing">e: the other domain's share of the target. A class-conditional head should divide 1 between c and K + c:
    /// 1 − e for the domain, e for the other.</param>
    public static Tensor Compute(
        Tensor logits,
        Tensor classes,
        SegmentationDomain domain,
        SemanticDiscriminatorHead head,
        AdversarialLoss form,
        double smoothing = 0
    )
    {
        if (logits.shape[0] == 0)
        {
            return logits.sum();
        }
        using var scope = NewDisposeScope();
        if (head != SemanticDiscriminatorHead.ClassConditional)
        {
            return GlobalAdversarialLoss.Compute(Decisions(logits, classes, head), domain, form, smoothing).MoveToOuterDisposeScope();
        }

        var inTarget = classes.Plus(logits.shape[1] / 2);
        var (own, other) = domain == SegmentationDomain.Target ? (inTarget, classes) : (classes, inTarget);
        if (form == AdversarialLoss.CrossEntropy)
        {
            var loss = nn.functional.cross_entropy(logits, own);
            return Smooth(loss, () => nn.functional.cross_entropy(logits, other)).MoveToOuterDisposeScope();
        }

        var difference = logits.sub(Smooth(OneHot(own), () => OneHot(other)));
        return difference.mul(difference).sum(1).mean().MoveToOuterDisposeScope();

        Tensor OneHot(Tensor places) => nn.functional.one_hot(places, logits.shape[1]).to(logits.dtype);

        Tensor Smooth(Tensor ofOwn, Func<Tensor> ofOther) =>
            smoothing == 0 ? ofOwn : ofOwn.Times(1 - smoothing).Plus(ofOther().Times(smoothing));
    }

    /// <summary>Share of vectors whose domain is classified correctly, 0 to 1, as a tensor; 0 if there are none.</summary>
    public static Tensor Accuracy(
        Tensor logits,
        Tensor classes,
        SegmentationDomain domain,
        SemanticDiscriminatorHead head,
        AdversarialLoss form
    )
    {
        if (logits.shape[0] == 0)
        {
            return zeros([], device: logits.device);
        }
        using var scope = NewDisposeScope();
        if (head != SemanticDiscriminatorHead.ClassConditional)
        {
            return GlobalAdversarialLoss.Accuracy(Decisions(logits, classes, head), domain, form).MoveToOuterDisposeScope();
        }

        var saysTarget = logits.detach().argmax(1).IsAbove(logits.shape[1] / 2 - 1);
        var right = domain == SegmentationDomain.Target ? saysTarget : saysTarget.logical_not();
        return right.to(ScalarType.Float32).mean().MoveToOuterDisposeScope();
    }

    /// <summary>The source-or-target logit of each vector: the only output, or the output of the vector's class.</summary>
    private static Tensor Decisions(Tensor logits, Tensor classes, SemanticDiscriminatorHead head) =>
        head == SemanticDiscriminatorHead.Binary ? logits : logits.gather(1, classes.unsqueeze(1));
}
