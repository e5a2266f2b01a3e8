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
    private readonly List<ParameterOptimizer> _learning = [];

    /// <summary>Whether <see cref="Learn"/> changes weights: all of a step's updates but the last are made there.</summary>
    public bool ChangesWeights => options.DiscriminatorSteps > 1;

    /// <summary>The tensors that <see cref="Learn"/> changes.</summary>
    public IEnumerable<Tensor> Changing =>
        ChangesWeights
            ? new[] { modules.GlobalOptimizer, modules.SemanticOptimizer, modules.AuxiliaryOptimizer }
                .OfType<ParameterOptimizer>()
                .SelectMany(optimizer => optimizer.Changing)
            : [];

    /// <summary>Updates the discriminators <see cref="AdversarialOptions.DiscriminatorSteps"/> times; of the last update there are only the
    /// gradients yet, for <see cref="Step"/>.</summary>
    /// <param name="source">Predictions and class vectors of source images, where the recipe has them.</param>
    /// <param name="labeled">Class vectors of labelled target images, and predictions if they count as source.</param>
    /// <param name="unlabeled">The discriminators' outputs for the predictions on unlabelled target images; for several updates also the
    /// predictions.</param>
    /// <param name="decay">Share of the learning rates.</param>
    /// <param name="measures">Receives the losses of all updates, and the accuracies before the first one.</param>
    public void Learn(Seen source, Seen labeled, Seen unlabeled, double decay, StepMeasures measures)
    {
        _learning.Clear();
        for (int update = 0; update < options.DiscriminatorSteps; update++)
        {
            if (update > 0)
            {
                ShareGradients();
                Step(decay);
                _learning.Clear();
            }
            if (source.Predictions is not null)
            {
                LearnGlobal(source, labeled, unlabeled, isFirst: update == 0, measures);
            }

            // If a crop has only ignored pixels, there are no vectors of both domains to tell apart.
            if (modules.SemanticDiscriminator is not null && source.Vectors is { Everywhere: > 0 } && labeled.Vectors!.Everywhere > 0)
            {
                LearnSemantic(source.Vectors, labeled.Vectors, isFirst: update == 0, measures);
            }
        }
    }

    /// <summary>Replaces the gradients of the discriminators that have learnt by their means over the processes.</summary>
    public void ShareGradients() => _learning.ForEach(optimizer => optimizer.ShareGradients());

    /// <summary>Steps the optimizers of the discriminators that have learnt.</summary>
    /// <param name="decay">Share of the learning rates.</param>
    /// <param name="sound">Whether the step counts, as a Boolean on the device; null means that it does.</param>
    public void Step(double decay, Tensor? sound = null)
    {
        foreach (var optimizer in _learning)
        {
            optimizer.Step(decay, sound);
        }
    }

    /// <summary>Each global discriminator learns from the predictions of its own classifier.</summary>
    private void LearnGlobal(Seen source, Seen labeled, Seen unlabeled, bool isFirst, StepMeasures measures)
    {
        Levels[] sources = [.. new[] { source.Predictions, labeled.Predictions }.OfType<Levels>()];
        double images = sources.Sum(predictions => predictions.Main.shape[0]);
        Learn(modules.GlobalDiscriminator!, modules.GlobalOptimizer!, levels => levels.Main, "");
        if (modules.AuxiliaryDiscriminator is { } auxiliary)
        {
            Learn(auxiliary, modules.AuxiliaryOptimizer!, levels => levels.Auxiliary!, MeasureNames.Auxiliary);
        }

        // ½ adv(D(softmax ↑G(x_s)), source) + ½ adv(D(softmax ↑G(x_u)), target); the first half may be a mean over images of both x_s and
        // x_l.
        void Learn(GlobalDiscriminator discriminator, ParameterOptimizer optimizer, Func<Levels, Tensor> level, string prefix)
        {
            using var scope = NewDisposeScope();
            _learning.Add(optimizer);
            optimizer.ClearGradients();
            var judgment = isFirst ? level(unlabeled.Judgments!.Value) : discriminator.forward(level(unlabeled.Predictions!.Value));
            var (loss, targetAccuracy) = LearnFrom(judgment, SegmentationDomain.Target, 1);
            Tensor? sourceAccuracy = null;
            foreach (var predictions in sources)
            {
                var prediction = level(predictions);
                var (part, right) = LearnFrom(discriminator.forward(prediction), SegmentationDomain.Source, prediction.shape[0] / images);
                loss = loss.Plus(part);
                sourceAccuracy = sourceAccuracy?.Plus(right) ?? right;
            }
            measures.AddLoss(prefix + MeasureNames.GlobalDiscriminator, loss);
            if (isFirst)
            {
                measures.AddAccuracy(prefix + MeasureNames.Global, sourceAccuracy!.Plus(targetAccuracy).Times(0.5));
            }

            (Tensor Loss, Tensor Accuracy) LearnFrom(Tensor judgment, SegmentationDomain domain, double share)
            {
                var loss = GlobalAdversarialLoss.Compute(judgment, domain, options.Loss, options.DomainLabelSmoothing).Times(0.5 * share);
                loss.backward(inputs: [.. discriminator.parameters()]);
                return (loss, GlobalAdversarialLoss.Accuracy(judgment, domain, options.Loss).Times(share));
            }
        }
    }

    /// <summary>½ mean_c adv(D_s(v_c^s), source) + ½ mean_c adv(D_s(v_c^l), target).</summary>
    private void LearnSemantic(ClassVectors source, ClassVectors target, bool isFirst, StepMeasures measures)
    {
        using var scope = NewDisposeScope();
        _learning.Add(modules.SemanticOptimizer!);
        modules.SemanticOptimizer!.ClearGradients();
        var judged = modules.SemanticDiscriminator!.forward(cat([source.Vectors, target.Vectors])).split([source.Count, target.Count]);
        var (sourceLoss, sourceAccuracy) = Judge(judged[0], source, SegmentationDomain.Source);
        var (targetLoss, targetAccuracy) = Judge(judged[1], target, SegmentationDomain.Target);
        var loss = sourceLoss.Plus(targetLoss).Times(0.5);
        loss.backward();
        measures.AddLoss(MeasureNames.SemanticDiscriminator, loss);
        if (isFirst)
        {
            measures.AddAccuracy(MeasureNames.Semantic, sourceAccuracy.Plus(targetAccuracy).Times(0.5));
        }

        (Tensor Loss, Tensor Accuracy) Judge(Tensor judged, ClassVectors vectors, SegmentationDomain domain)
        {
            var loss = SemanticAdversarialLoss.Compute(
                judged,
                vectors.Classes,
                domain,
                options.SemanticDiscriminator,
                options.Loss,
                options.DomainLabelSmoothing
            );
            var accuracy = SemanticAdversarialLoss.Accuracy(judged, vectors.Classes, domain, options.SemanticDiscriminator, options.Loss);
            return (vectors.Weighted(loss), vectors.Weighted(accuracy));
        }
    }
}
