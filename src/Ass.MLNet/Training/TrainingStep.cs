using Ass.MLNet.Columns;
using Ass.MLNet.Losses;
using Ass.MLNet.Networks;
using Ass.MLNet.Options;
using Ass.MLNet.RunLog;
using Ass.MLNet.Sampling;
using Ass.MLNet.SelfTraining;
using Ass.MLNet.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Training;

/// <summary>One step of ASS: the network learns from three streams, then the discriminators learn from its outputs.</summary>
/// <remarks>
/// With F the backbone, C the classifier, G = C∘F, ↑ bilinear upsampling to image size and v_c the class vectors:
/// <code>
/// L_G  = w_s CE(↑G(x_s), y_s) + w_l CE(↑G(x_l), y_l) + λ_g adv(D_g(softmax ↑G(x_u)), source) + λ_s mean_c adv(D_s(v_c^l), source)
/// L_Dg = ½ adv(D_g(softmax ↑G(x_s)), source) + ½ adv(D_g(softmax ↑G(x_u)), target)       on detached predictions
/// L_Ds = ½ mean_c adv(D_s(v_c^s), source)    + ½ mean_c adv(D_s(v_c^l), target)           on detached vectors
/// </code>
/// A multi-level network has a second classifier on the third stage's features, whose logits are A, and a discriminator D_a of its own;
/// then
/// <code>
/// L_G  also has μ (w_s CE(↑A(x_s), y_s) + w_l CE(↑A(x_l), y_l)) + λ_a adv(D_a(softmax ↑A(x_u)), source)
/// L_Da = ½ adv(D_a(softmax ↑A(x_s)), source) + ½ adv(D_a(softmax ↑A(x_u)), target)       on detached predictions
/// </code>
/// With prototypes p_c, running means of v_c^s (see <see cref="Prototypes"/>),
/// <code>
/// L_G  also has λ_p mean_c |v_c^l − p_c|                                                  the mean over channels, p_c without a gradient
/// </code>
/// The terms with adv and p_c and the discriminators may begin late, see <see cref="AdversarialSchedule"/>. Options of
/// <see cref="AdversarialOptions"/> let discriminators make several updates on L_Dg and L_Ds in a step, learn towards a smoothed source and
/// target, and count x_l with x_s as source in L_Dg.
/// With self-training, x_m is x_u with parts of x_s or x_l pasted, y_m the teacher's label or the pasted one, and q the trust in it; then
/// <code>
/// L_G  also has λ_u mean q CE(↑G(x_m), y_m)
/// θ'   ← α θ' + (1 − α) θ                                                                for the teacher's weights, at the end of a step
/// </code>
/// The global half is AdaptSegNet's (CVPR 2018); the semantic half is our reconstruction of arXiv 2004.00794. The streams go through the
/// network as one batch or one after another, see <see cref="PassPlan"/>; the gradients add up either way.
/// </remarks>
internal sealed class TrainingStep
{
    /// <summary>Weight of a batch in the running statistics, as in PyTorch and AdaptSegNet.</summary>
    private const double RunningShare = 0.1;

    private readonly TrainingModules _modules;
    private readonly AssSegmentationOptions _options;
    private readonly RecipeTerms _recipe;
    private readonly StepInputs _inputs;
    private readonly double _globalWeight;
    private readonly double _semanticWeight;
    private readonly double _auxiliaryGlobalWeight;
    private readonly bool _gathersStatistics;
    private readonly PassPlan _plan;
    private readonly DiscriminatorStep _discriminators;
    private readonly SelfTrainingStep? _selfTraining;

    // The terms that the present step has, and whether its update has begun.
    private RecipeTerms _terms;
    private bool _isUpdating;

    /// <param name="modules">The networks to train and their optimizers.</param>
    /// <param name="options">Recipe, weights and forms of the losses.</param>
    /// <param name="normalization">The network's input normalisation.</param>
    /// <param name="device">The device to compute on.</param>
    /// <param name="waitsForLosses">See <see cref="WaitsForLosses"/>. Null means only on a CPU.</param>
    /// <param name="seed">Seed for random changes to images.</param>
    public TrainingStep(
        TrainingModules modules,
        AssSegmentationOptions options,
        InputNormalization normalization,
        Device device,
        bool? waitsForLosses = null,
        int seed = 0
    )
    {
        (_modules, _options) = (modules, options);
        _inputs = new StepInputs(options, normalization, device, seed, modules.Ranks);
        WaitsForLosses = waitsForLosses ?? device.type == DeviceType.CPU;
        _terms = _recipe = RecipeTerms.Of(options);
        var (usual, auxiliary) = options.Adversarial.Loss == AdversarialLoss.LeastSquares ? (0.01, 0.001) : (0.001, 0.0002);
        _globalWeight = options.Adversarial.GlobalWeight ?? usual;
        _semanticWeight = options.Adversarial.SemanticWeight ?? usual;
        _auxiliaryGlobalWeight = options.AdaptSegNet.AuxiliaryGlobalWeight ?? auxiliary;
        _discriminators = new DiscriminatorStep(modules, options.Adversarial);
        _selfTraining = modules.Teacher is { } teacher ? new(teacher, options, normalization, seed, modules.Ranks) : null;
        _gathersStatistics = options.AdaptSegNet.BatchNormStatistics == BatchNormStatistics.Running && modules.Network.HasBatchStatistics;
        if (_gathersStatistics)
        {
            modules.Network.StoreBatchStatistics(RunningShare);
        }
        _plan = new PassPlan(options.Computing.StreamBatching, modules.Network, options.Precision, device, _gathersStatistics);
    }

    /// <summary>Whether a step waits until its losses are known. A GPU would idle meanwhile, so there steps are queued one after another
    /// and the device itself reverts an unsound step's changes.</summary>
    public bool WaitsForLosses { get; }

    /// <summary>Whether all weights come from the same step: false if a step failed during the update, for example for lack of
    /// memory.</summary>
    public bool WeightsAreWhole { get; private set; } = true;

    /// <summary>Runs one step with the learning rates scaled by <paramref name="decay"/> and λ_g, λ_s, λ_a and λ_p scaled by
    /// <paramref name="adversarialShare"/>; null leaves their terms out. Batches that the recipe does not use are null.
    /// <paramref name="index"/> is the number of steps before this one: each has random numbers of its own.</summary>
    /// <remarks>If a loss is unsound, no optimizer steps: <see cref="StepRecord.UnsoundLoss"/> names the loss, and no weight
    /// changes.</remarks>
    public StepRecord Run(
        Batch? source,
        Batch? labeledTarget,
        Batch? unlabeledTarget,
        double decay,
        double? adversarialShare = 1,
        int index = 0
    )
    {
        using var scope = NewDisposeScope();
        using var measures = new StepMeasures();

        _terms = adversarialShare is null ? _recipe.WithoutAlignment() : _recipe;
        double share = adversarialShare ?? 0;

        // Running statistics are updated before it is known whether the batch's losses are sound, and discriminators may be.
        var before = new StateBefore([
            .. _gathersStatistics ? _modules.Network.buffers() : [],
            .. adversarialShare is null ? [] : _discriminators.Changing,
        ]);

        try
        {
            return Run(new StepBatches(source, labeledTarget, unlabeledTarget), decay, share, index, before, measures);
        }
        catch when (!_isUpdating)
        {
            // Memory ran out, or another process is lost: the steps before count, and can be saved.
            before.Restore();
            WeightsAreWhole = true;
            throw;
        }
    }

    private StepRecord Run(StepBatches batches, double decay, double share, int index, StateBefore before, StepMeasures measures)
    {
        // The network learns; the discriminators only judge.
        _modules.RequireSemanticGradients(false);
        _modules.NetworkOptimizer.ClearGradients();
        _modules.FrozenFilters?.Fold();
        Seen fromSource = default,
            fromLabeled = default,
            fromUnlabeled = default;
        var (sourceInput, labeledInput, unlabeledInput) = _inputs.Make(
            batches.Source,
            batches.LabeledTarget,
            _terms.UnlabeledTarget ? batches.UnlabeledTarget : null,
            index
        );
        var lesson = _selfTraining?.Prepare(sourceInput, labeledInput, unlabeledInput!, index);
        foreach (var inputs in _plan.Group(sourceInput, labeledInput, _terms.Global ? unlabeledInput : null, lesson?.Input))
        {
            using var pass = new NetworkPass(_modules, inputs);
            foreach (var stream in pass.Streams)
            {
                if (stream.Input == sourceInput)
                {
                    fromSource = LearnFromSource(stream, measures);
                }
                else if (stream.Input == labeledInput)
                {
                    fromLabeled = LearnFromLabeledTarget(stream, fromSource.Vectors, share, measures);
                }
                else if (stream.Input == lesson?.Input)
                {
                    LearnFromMixed(stream, lesson!.Labels, measures);
                }
                else
                {
                    fromUnlabeled = LearnFromUnlabeledTarget(stream, share, measures);
                }
            }
            pass.Backward();
        }
        _modules.FrozenFilters?.Unfold();
        if (_gathersStatistics)
        {
            _modules.Ranks.Average(_modules.Network.buffers());
        }

        // The discriminators learn from the network's detached outputs.
        _modules.RequireSemanticGradients(true);
        WeightsAreWhole = !_discriminators.ChangesWeights;
        _discriminators.Learn(fromSource, fromLabeled, fromUnlabeled, decay, measures);

        // All gradients come from the same weights; now the optimizers step, unless a loss is unsound.
        var record = measures.ToRecord(_modules.Ranks);
        using var sound = WaitsForLosses ? null : record.IsSound();
        if (WaitsForLosses && record.UnsoundLoss is not null)
        {
            before.Restore();
            WeightsAreWhole = true;
            return record;
        }

        // What comes from other processes comes first: if one of them is lost, nothing has changed here.
        _modules.NetworkOptimizer.ShareGradients();
        _discriminators.ShareGradients();
        if (_terms.Prototypes)
        {
            _modules.Prototypes!.Take(fromSource.Vectors!, sound);
        }
        (WeightsAreWhole, _isUpdating) = (false, true);
        before.KeepIf(sound);
        _modules.NetworkOptimizer.Step(decay, sound);
        _discriminators.Step(decay, sound);
        _modules.Teacher?.Follow(index, sound);
        (WeightsAreWhole, _isUpdating) = (true, false);
        return record;
    }

    /// <summary>w_s CE(↑G(x_s), y_s).</summary>
    private Seen LearnFromSource(StreamPass stream, StepMeasures measures)
    {
        using var scope = NewDisposeScope();
        var upsampled = Upsample(stream);
        var loss = CrossEntropy(upsampled, stream.Input, MeasureNames.Source, measures).Times(_options.Optimization.SourceWeight);
        MeasureGradient(MeasureNames.Source, loss, null, stream, measures);
        loss.backward();

        // The network's part is done; the rest is for the discriminators.
        using var _ = no_grad();
        Levels? predictions = _terms.Global ? upsampled.Select(logits => logits.softmax(1)) : null;
        using var vectors = _terms.ClassVectors ? ClassVectorsOf(stream) : null;
        return new Seen(Predictions: predictions, Vectors: vectors?.Detach()).MoveToOuterDisposeScope();
    }

    /// <summary>w_l CE(↑G(x_l), y_l) + λ_s mean_c adv(D_s(v_c^l), source) + λ_p mean_c |v_c^l − p_c|.</summary>
    private Seen LearnFromLabeledTarget(StreamPass stream, ClassVectors? source, double adversarialShare, StepMeasures measures)
    {
        using var scope = NewDisposeScope();
        var upsampled = Upsample(stream);
        var loss = CrossEntropy(upsampled, stream.Input, MeasureNames.Target, measures).Times(_options.Optimization.TargetWeight);
        MeasureGradient(MeasureNames.Target, loss, null, stream, measures);

        using var vectors = _terms.ClassVectors ? ClassVectorsOf(stream) : null;
        if (_terms.Semantic && vectors!.Everywhere > 0)
        {
            var judged = _modules.SemanticDiscriminator!.forward(vectors.Vectors);
            var adversarial = SemanticAdversarialLoss.Compute(
                judged,
                vectors.Classes,
                SegmentationDomain.Source,
                _options.Adversarial.SemanticDiscriminator,
                _options.Adversarial.Loss
            );
            Add(MeasureNames.Semantic, vectors.Weighted(adversarial), _semanticWeight);
        }
        if (_terms.Prototypes && vectors!.Everywhere > 0)
        {
            Add(MeasureNames.Prototype, _modules.Prototypes!.Distance(vectors, source!), _options.Adversarial.PrototypeWeight);
        }

        loss.backward();
        using var _ = no_grad();
        bool isJudged = _terms.Global && _options.Adversarial.LabeledTargetAsSource;
        Levels? predictions = isJudged ? upsampled.Select(logits => logits.softmax(1)) : null;
        return new Seen(Predictions: predictions, Vectors: vectors?.Detach()).MoveToOuterDisposeScope();

        void Add(string name, Tensor value, double weight)
        {
            measures.AddLoss(name, value);
            var weighted = value.Times(adversarialShare * weight);
            MeasureGradient(name, weighted, null, stream, measures);
            loss = loss.Plus(weighted);
        }
    }

    /// <summary>λ_g adv(D_g(softmax ↑G(x_u)), source) + λ_a adv(D_a(softmax ↑A(x_u)), source).</summary>
    /// <remarks>The discriminators' outputs are kept for their own update: their weights do not change until then.</remarks>
    private Seen LearnFromUnlabeledTarget(StreamPass stream, double adversarialShare, StepMeasures measures)
    {
        using var scope = NewDisposeScope();
        var predictions = Upsample(stream).Select(logits => logits.softmax(1));
        Levels? again = _discriminators.ChangesWeights ? predictions.Select(prediction => prediction.detach()) : null;
        var (main, slope) = Judge(_modules.GlobalDiscriminator!, predictions.Main, _globalWeight, MeasureNames.Global);
        MeasureGradient(MeasureNames.Global, predictions.Main, slope, stream, measures);
        if (predictions.Auxiliary is not { } auxiliaryPrediction)
        {
            predictions.Main.backward([slope]);
            return new Seen(again, new Levels(main, null)).MoveToOuterDisposeScope();
        }

        var (auxiliary, auxiliarySlope) = Judge(
            _modules.AuxiliaryDiscriminator!,
            auxiliaryPrediction,
            _auxiliaryGlobalWeight,
            MeasureNames.Auxiliary + MeasureNames.Global
        );
        autograd.backward([predictions.Main, auxiliaryPrediction], [slope, auxiliarySlope]);
        return new Seen(again, new Levels(main, auxiliary)).MoveToOuterDisposeScope();

        // The discriminator gets the detached prediction, so the loss's gradient stops there.
        (Tensor Judgment, Tensor Slope) Judge(GlobalDiscriminator discriminator, Tensor prediction, double weight, string name)
        {
            var seen = prediction.detach().requires_grad_();
            var judgment = discriminator.forward(seen);
            var adversarial = GlobalAdversarialLoss.Compute(judgment, SegmentationDomain.Source, _options.Adversarial.Loss);
            measures.AddLoss(name, adversarial);
            return (judgment, SingleGradient.On(seen, adversarial.Times(adversarialShare * weight))!);
        }
    }

    /// <summary>λ_u mean q CE(↑G(x_m), y_m).</summary>
    private void LearnFromMixed(StreamPass stream, PseudoLabels labels, StepMeasures measures)
    {
        using var scope = NewDisposeScope();
        var loss = _selfTraining!.Loss(Upsample(stream), labels, measures);
        MeasureGradient(MeasureNames.SelfTraining, loss, null, stream, measures);
        loss.backward();
    }

    /// <summary>CE(↑G(x), y) + μ CE(↑A(x), y).</summary>
    private Tensor CrossEntropy(Levels upsampled, StreamInput input, string name, StepMeasures measures) =>
        measures.AddLoss(
            name,
            upsampled.Select(logits => SegmentationLoss.CrossEntropy(logits, input.Labels!, input.LabeledPixels)),
            _options.AdaptSegNet.AuxiliaryLossWeight
        );

    /// <summary>Measures a weighted loss's gradient norm on the features, if requested. Keeps the graph for the backward pass.</summary>
    private void MeasureGradient(string name, Tensor end, Tensor? slope, StreamPass stream, StepMeasures measures)
    {
        if (_options.Adversarial.MeasureGradientNorms)
        {
            measures.AddGradientNorm(name, stream.GradientOnFeatures(end, slope));
        }
    }

    /// <summary>Logits at image size.</summary>
    private Levels Upsample(StreamPass stream) =>
        new Levels(stream.Output.Logits, stream.Output.AuxiliaryLogits).Select(logits =>
            Layers.Upsample(logits, stream.Input.Height, stream.Input.Width, _options.AdaptSegNet.AlignCornersInTraining)
        );

    private ClassVectors ClassVectorsOf(StreamPass stream) =>
        ClassVectors.Of(stream.Output, stream.Input.Labels!, _modules.Network.Spec.ClassCount, _options.Adversarial).Among(_modules.Ranks);
}
