using static Ass.MLNet.Options.OptionsValidator;

namespace Ass.MLNet.Options;

/// <summary>Options of the adversarial losses that would have no effect with others.</summary>
internal static class AdversarialRules
{
    public static void Check(AssSegmentationOptions o)
    {
        var terms = RecipeTerms.Of(o);
        bool hasDiscriminator = terms.Global || terms.Semantic;
        Rule(
            !terms.Prototypes || (terms.Source && terms.LabeledTarget),
            o.Adversarial.PrototypeWeight,
            $"0 for {o.Recipe} (prototypes need labels of both domains)"
        );
        Rule(
            terms.Aligns || o.Adversarial.StartIteration == 0,
            o.Adversarial.StartIteration,
            $"0 for {o.Recipe} without PrototypeWeight (which has no loss that begins)"
        );
        Rule(
            o.Adversarial.StartIteration < o.Iterations,
            o.Adversarial.StartIteration,
            $"below Iterations ({o.Iterations}), or adversarial losses and prototypes never begin"
        );
        Rule(
            !terms.Aligns || o.Adversarial.WarmUpIterations <= o.Iterations - o.Adversarial.StartIteration,
            o.Adversarial.WarmUpIterations,
            $"at most Iterations - Adversarial.StartIteration ({o.Iterations - o.Adversarial.StartIteration}), or losses never get their "
                + "full weight"
        );
        Rule(
            hasDiscriminator || o.Adversarial.DomainLabelSmoothing == 0,
            o.Adversarial.DomainLabelSmoothing,
            $"0 for {o.Recipe} (which has no discriminator)"
        );
        Rule(
            hasDiscriminator || o.Adversarial.DiscriminatorSteps == 1,
            o.Adversarial.DiscriminatorSteps,
            $"1 for {o.Recipe} (which has no discriminator)"
        );
        Rule(
            terms.Global || !o.Adversarial.LabeledTargetAsSource,
            o.Adversarial.LabeledTargetAsSource,
            $"false for {o.Recipe} (which has no global discriminator)"
        );
        Rule(
            terms.ClassVectors || o.Adversarial.ClassVectorWeights == ClassVectorWeights.Nearest,
            o.Adversarial.ClassVectorWeights,
            $"{ClassVectorWeights.Nearest} for {o.Recipe} without PrototypeWeight (which has no class vectors)"
        );
    }
}
