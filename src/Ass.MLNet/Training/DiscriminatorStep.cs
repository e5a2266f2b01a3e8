using Ass.MLNet.Columns;
using Ass.MLNet.Losses;
using Ass.MLNet.Networks;
using Ass.MLNet.RunLog;
using Ass.MLNet.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Training;

/// <summary>The discriminators' half of a step: they learn to tell source from target, from what the network gave, detached from it.
/// <see cref="TrainingStep"/> has the losses.</summary>
internal sealed class DiscriminatorStep(TrainingModules modules, AdversarialOptions options)
{
    /// <summary>Each global discriminator learns from the predictions of its own classifier.</summary>
    /// <param name="source">Predictions on source images.</param>
    /// <param name="target">The discriminators' outputs for the predictions on target images.</param>
    /// <param name="measures">Receives losses and accuracies.</param>
    public void LearnGlobal(Levels source, Levels target, StepMeasures measures)
    {
        Learn(modules.GlobalDiscriminator!, modules.GlobalOptimizer!, source.Main, target.Main, "");
        if (modules.AuxiliaryDiscriminator is { } auxiliary)
        {
            Learn(auxiliary, modules.AuxiliaryOptimizer!, source.Auxiliary!, target.Auxiliary!, MeasureNames.Auxiliary);
        }

        // ½ adv(D(softmax ↑G(x_s)), source) + ½ adv(D(softmax ↑G(x_u)), target).
        void Learn(
            GlobalDiscriminator discriminator,
            ParameterOptimizer optimizer,
            Tensor sourcePrediction,
            Tensor targetJudgment,
            string prefix
        )
        {
            using var scope = NewDisposeScope();
            optimizer.ClearGradients();
            var (targetLoss, targetAccuracy) = LearnFrom(targetJudgment, SegmentationDomain.Target);
            var (sourceLoss, sourceAccuracy) = LearnFrom(discriminator.forward(sourcePrediction), SegmentationDomain.Source);
            measures.AddLoss(prefix + MeasureNames.GlobalDiscriminator, sourceLoss.Plus(targetLoss));
            measures.AddAccuracy(prefix + MeasureNames.Global, sourceAccuracy.Plus(targetAccuracy).Times(0.5));

            (Tensor Loss, Tensor Accuracy) LearnFrom(Tensor judgment, SegmentationDomain domain)
            {
                var loss = GlobalAdversarialLoss.Compute(judgment, domain, options.Loss, options.DomainLabelSmoothing).Times(0.5);
                loss.backward(inputs: [.. discriminator.parameters()]);
                return (loss, GlobalAdversarialLoss.Accuracy(judgment, domain, options.Loss));
            }
        }
    }

    /// <summary>½ mean_c adv(D_s(v_c^s), source) + ½ mean_c adv(D_s(v_c^l), target).</summary>
    /// <returns>False if a crop had only ignored pixels: without vectors of both domains there is nothing to tell apart.</returns>
    public bool LearnSemantic(ClassVectors source, ClassVectors target, StepMeasures measures)
    {
        if (source.Count == 0 || target.Count == 0)
        {
            return false;
        }

        using var scope = NewDisposeScope();
        modules.SemanticOptimizer!.ClearGradients();
        var judged = modules.SemanticDiscriminator!.forward(cat([source.Vectors, target.Vectors])).split([source.Count, target.Count]);
        var (sourceLoss, sourceAccuracy) = Judge(judged[0], source.Classes, SegmentationDomain.Source);
        var (targetLoss, targetAccuracy) = Judge(judged[1], target.Classes, SegmentationDomain.Target);
        var loss = sourceLoss.Plus(targetLoss).Times(0.5);
        loss.backward();
        measures.AddLoss(MeasureNames.SemanticDiscriminator, loss);
        measures.AddAccuracy(MeasureNames.Semantic, sourceAccuracy.Plus(targetAccuracy).Times(0.5));
        return true;

        (Tensor Loss, Tensor Accuracy) Judge(Tensor judged, Tensor classes, SegmentationDomain domain) =>
            (
                SemanticAdversarialLoss.Compute(
                    judged,
                    classes,
                    domain,
                    options.SemanticDiscriminator,
                    options.Loss,
                    options.DomainLabelSmoothing
                ),
                SemanticAdversarialLoss.Accuracy(judged, classes, domain, options.SemanticDiscriminator, options.Loss)
            );
    }
}
