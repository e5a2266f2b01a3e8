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
    /// <param name="logits">(M, outputs) from <see cref="SemanticDiscriminator"/>, M above 0.</param>
    /// <param name="classes">(M) train ids.</param>
    /// <param name="domain">The domain that the logits should indicate.</param>
    /// <param name="head">The discriminator's head, which determines the meaning of the outputs.</param>
    /// <param name="form">Cross entropy, or least squares; for the class-conditional head the latter is the squared distance of the 2K
    /// outputs to the one-hot target, summed over outputs and averaged over vectors.</param>
    public static Tensor Compute(
        Tensor logits,
        Tensor classes,
        SegmentationDomain domain,
        SemanticDiscriminatorHead head,
        AdversarialLoss form
    )
    {
        using var scope = NewDisposeScope();
        if (head != SemanticDiscriminatorHead.ClassConditional)
        {
            return GlobalAdversarialLoss.Compute(Decisions(logits, classes, head), domain, form).MoveToOuterDisposeScope();
        }

        long classCount = logits.shape[1] / 2;
        var target = domain == SegmentationDomain.Target ? classes.Plus(classCount) : classes;
        if (form == AdversarialLoss.CrossEntropy)
        {
            return nn.functional.cross_entropy(logits, target).MoveToOuterDisposeScope();
        }

        var difference = logits.sub(nn.functional.one_hot(target, logits.shape[1]).to(logits.dtype));
        return difference.mul(difference).sum(1).mean().MoveToOuterDisposeScope();
    }

    /// <summary>Share of vectors whose domain is classified correctly, 0 to 1, as a tensor.</summary>
    public static Tensor Accuracy(
        Tensor logits,
        Tensor classes,
        SegmentationDomain domain,
        SemanticDiscriminatorHead head,
        AdversarialLoss form
    )
    {
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
