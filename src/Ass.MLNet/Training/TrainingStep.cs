using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet;

/// <summary>One step of ASS: the network learns from three streams, then both discriminators learn from what the network made of them.</summary>
/// <remarks>
/// With F the backbone, C the classifier, G = C∘F, ↑ bilinear upsampling to image size and v_c the class vectors:
/// <code>
/// L_G  = w_s CE(↑G(x_s), y_s) + w_l CE(↑G(x_l), y_l) + λ_g adv(D_g(softmax ↑G(x_u)), source) + λ_s mean_c adv(D_s(v_c^l), source)
/// L_Dg = ½ adv(D_g(softmax ↑G(x_s)), source) + ½ adv(D_g(softmax ↑G(x_u)), target)       on detached predictions
/// L_Ds = ½ mean_c adv(D_s(v_c^s), source)    + ½ mean_c adv(D_s(v_c^l), target)           on detached vectors
/// </code>
/// The global half is AdaptSegNet's (CVPR 2018); the semantic half is our reconstruction of arXiv 2004.00794. Each stream goes back through
/// the network as soon as its loss is known, so that one stream's graph is in memory at a time; the gradients add up.
/// </remarks>
internal sealed class TrainingStep
{
    private readonly TrainingModules modules;
    private readonly AssSegmentationOptions options;
    private readonly RecipeTerms terms;
    private readonly InputNormalization normalization;
    private readonly Device device;
    private readonly double globalWeight;
    private readonly double semanticWeight;

    public TrainingStep(TrainingModules modules, AssSegmentationOptions options, InputNormalization normalization, Device device)
    {
        (this.modules, this.options, this.normalization, this.device) = (modules, options, normalization, device);
        terms = RecipeTerms.Of(options.Recipe);
        double usual = options.AdversarialLoss == AdversarialLoss.LeastSquares ? 0.01 : 0.001;
        globalWeight = options.GlobalWeight ?? usual;
        semanticWeight = options.SemanticWeight ?? usual;
    }

    /// <summary>Runs one step at a share <paramref name="decay"/> of the learning rates; the batches that the recipe does not use are null.</summary>
    /// <remarks>If a loss is not sound, nobody takes a step: <see cref="StepRecord.UnsoundLoss"/> names it, and no weight has changed.</remarks>
    public StepRecord Run(Batch? source, Batch? labeledTarget, Batch? unlabeledTarget, double decay)
    {
        using var scope = NewDisposeScope();
        using var measures = new StepMeasures();

        // The network learns; the discriminators only judge.
        modules.RequireDiscriminatorGradients(false);
        modules.NetworkOptimizer.ClearGradients();
        Seen fromSource = source is null ? default : LearnFromSource(source, measures);
        Seen fromLabeled = labeledTarget is null ? default : LearnFromLabeledTarget(labeledTarget, measures);
        Seen fromUnlabeled = unlabeledTarget is null ? default : LearnFromUnlabeledTarget(unlabeledTarget, measures);

        // The discriminators learn from what the network made, without its history.
        modules.RequireDiscriminatorGradients(true);
        if (terms.Global)
            LearnGlobalDiscriminator(fromSource.Prediction!, fromUnlabeled.Prediction!, measures);
        bool semanticLearnt = terms.Semantic && LearnSemanticDiscriminator(fromSource.Vectors!, fromLabeled.Vectors!, measures);

        // All have learnt from the same weights; now they move. Reading the measures waits for the device, once a step.
        var record = measures.Read();
        if (record.UnsoundLoss is not null)
            return record;
        modules.NetworkOptimizer.Step(decay);
        if (terms.Global)
            modules.GlobalOptimizer!.Step(decay);
        if (semanticLearnt)
            modules.SemanticOptimizer!.Step(decay);
        return record;
    }

    /// <summary>w_s CE(↑G(x_s), y_s).</summary>
    private Seen LearnFromSource(Batch batch, StepMeasures measures)
    {
        using var scope = NewDisposeScope();
        using var output = Forward(batch);
        var upsampled = Layers.Upsample(output.Logits, batch.Height, batch.Width);
        var loss = SegmentationLoss.CrossEntropy(upsampled, batch.Labels!);
        measures.AddLoss(StepMeasures.Source, loss);
        loss.Times(options.SourceWeight).backward();

        // The network has learnt; what follows is for the discriminators.
        using var _ = no_grad();
        var prediction = terms.Global ? upsampled.softmax(1) : null;
        using var vectors = terms.Semantic ? ClassVectorsOf(output, batch.Labels!) : null;
        return new Seen(prediction, vectors?.Detach()).MoveToOuterDisposeScope();
    }

    /// <summary>w_l CE(↑G(x_l), y_l) + λ_s mean_c adv(D_s(v_c^l), source).</summary>
    private Seen LearnFromLabeledTarget(Batch batch, StepMeasures measures)
    {
        using var scope = NewDisposeScope();
        using var output = Forward(batch);
        var upsampled = Layers.Upsample(output.Logits, batch.Height, batch.Width);
        var crossEntropy = SegmentationLoss.CrossEntropy(upsampled, batch.Labels!);
        measures.AddLoss(StepMeasures.Target, crossEntropy);
        var loss = crossEntropy.Times(options.TargetWeight);

        using var vectors = terms.Semantic ? ClassVectorsOf(output, batch.Labels!) : null;
        if (vectors is { Count: > 0 })
        {
            var judged = modules.SemanticDiscriminator!.forward(vectors.Vectors);
            var adversarial = SemanticAdversarialLoss.Compute(
                judged, vectors.Classes, SegmentationDomain.Source, options.SemanticDiscriminator, options.AdversarialLoss);
            measures.AddLoss(StepMeasures.Semantic, adversarial);
            loss = loss.Plus(adversarial.Times(semanticWeight));
        }

        loss.backward();
        return new Seen(null, vectors?.Detach()).MoveToOuterDisposeScope();
    }

    /// <summary>λ_g adv(D_g(softmax ↑G(x_u)), source).</summary>
    private Seen LearnFromUnlabeledTarget(Batch batch, StepMeasures measures)
    {
        using var scope = NewDisposeScope();
        using var output = Forward(batch);
        var prediction = Layers.Upsample(output.Logits, batch.Height, batch.Width).softmax(1);
        var judged = modules.GlobalDiscriminator!.forward(prediction);
        var adversarial = GlobalAdversarialLoss.Compute(judged, SegmentationDomain.Source, options.AdversarialLoss);
        measures.AddLoss(StepMeasures.Global, adversarial);
        adversarial.Times(globalWeight).backward();
        return new Seen(prediction.detach(), null).MoveToOuterDisposeScope();
    }

    /// <summary>½ adv(D_g(softmax ↑G(x_s)), source) + ½ adv(D_g(softmax ↑G(x_u)), target).</summary>
    private void LearnGlobalDiscriminator(Tensor sourcePrediction, Tensor targetPrediction, StepMeasures measures)
    {
        modules.GlobalOptimizer!.ClearGradients();
        var losses = new List<Tensor>();
        var accuracies = new List<Tensor>();
        foreach (var (prediction, domain) in new[] { (sourcePrediction, SegmentationDomain.Source), (targetPrediction, SegmentationDomain.Target) })
        {
            using var scope = NewDisposeScope();
            var judged = modules.GlobalDiscriminator!.forward(prediction);
            var loss = GlobalAdversarialLoss.Compute(judged, domain, options.AdversarialLoss).Times(0.5);
            loss.backward();
            losses.Add(loss.MoveToOuterDisposeScope());
            accuracies.Add(GlobalAdversarialLoss.Accuracy(judged, domain, options.AdversarialLoss).MoveToOuterDisposeScope());
        }

        measures.AddLoss(StepMeasures.GlobalDiscriminator, losses[0].Plus(losses[1]));
        measures.AddAccuracy(StepMeasures.Global, accuracies[0].Plus(accuracies[1]).Times(0.5));
    }

    /// <summary>½ mean_c adv(D_s(v_c^s), source) + ½ mean_c adv(D_s(v_c^l), target).</summary>
    /// <returns>False where a crop held ignored pixels only: without vectors of both domains there is nothing to tell apart.</returns>
    private bool LearnSemanticDiscriminator(ClassVectors source, ClassVectors target, StepMeasures measures)
    {
        if (source.Count == 0 || target.Count == 0)
            return false;

        modules.SemanticOptimizer!.ClearGradients();
        var (sourceLoss, sourceAccuracy) = Judge(source, SegmentationDomain.Source);
        var (targetLoss, targetAccuracy) = Judge(target, SegmentationDomain.Target);
        var loss = sourceLoss.Plus(targetLoss).Times(0.5);
        loss.backward();
        measures.AddLoss(StepMeasures.SemanticDiscriminator, loss);
        measures.AddAccuracy(StepMeasures.Semantic, sourceAccuracy.Plus(targetAccuracy).Times(0.5));
        return true;

        (Tensor Loss, Tensor Accuracy) Judge(ClassVectors vectors, SegmentationDomain domain)
        {
            var judged = modules.SemanticDiscriminator!.forward(vectors.Vectors);
            var (head, form) = (options.SemanticDiscriminator, options.AdversarialLoss);
            return (SemanticAdversarialLoss.Compute(judged, vectors.Classes, domain, head, form),
                SemanticAdversarialLoss.Accuracy(judged, vectors.Classes, domain, head, form));
        }
    }

    private NetworkOutput Forward(Batch batch)
    {
        using var images = batch.ToTensor(normalization, device);
        return modules.Network.forward(images);
    }

    private ClassVectors ClassVectorsOf(NetworkOutput output, LabelBatch labels)
    {
        if (options.SemanticFeatures == SemanticFeatureSpace.Backbone)
            return ClassVectors.Average(output.Features, labels, modules.Network.Spec.ClassCount);
        using var softmax = output.Logits.softmax(1);
        return ClassVectors.Average(softmax, labels, modules.Network.Spec.ClassCount);
    }

    /// <summary>What the discriminators are shown of a batch.</summary>
    private readonly record struct Seen(Tensor? Prediction, ClassVectors? Vectors)
    {
        public Seen MoveToOuterDisposeScope()
        {
            Prediction?.MoveToOuterDisposeScope();
            Vectors?.Vectors.MoveToOuterDisposeScope();
            Vectors?.Classes.MoveToOuterDisposeScope();
            return this;
        }
    }
}
