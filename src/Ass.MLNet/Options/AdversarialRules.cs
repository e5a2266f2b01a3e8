using static Ass.MLNet.Options.OptionsValidator;

namespace Ass.MLNet.Options;

/// <summary>Options of the adversarial losses that would have no effect with others.</summary>
internal static class AdversarialRules
{
    public static void Check(AssSegmentationOptions o)
    {
        var terms = RecipeTerms.Of(o.Recipe);
        bool hasDiscriminator = terms.Global || terms.Semantic;
        Rule(
            hasDiscriminator || o.Adversarial.StartIteration == 0,
            o.Adversarial.StartIteration,
            $"0 for {o.Recipe} (which has no adversarial loss)"
        );
        Rule(
            o.Adversarial.StartIteration < o.Iterations,
            o.Adversarial.StartIteration,
            $"below Iterations ({o.Iterations}), or the adversarial losses never begin"
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
            terms.Semantic || o.Adversarial.ClassVectorWeights == ClassVectorWeights.Nearest,
            o.Adversarial.ClassVectorWeights,
            $"{ClassVectorWeights.Nearest} for {o.Recipe} (which has no class vectors)"
        );
    }
}
