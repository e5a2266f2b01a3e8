namespace Ass.MLNet.Cli.Research.Cells;

/// <summary>Options of losses and images that a row does not have. A command gives the same options to all of its rows.</summary>
internal static class UnfeltOptions
{
    /// <summary>Resets them, so that a row is not trained again when only its rivals' weights change, and so that no row has an option
    /// without effect, which is an error.</summary>
    /// <param name="options">A row's options, its recipe among them.</param>
    /// <param name="begun">The options before those of the command were applied.</param>
    public static void Reset(AssSegmentationOptions options, AssSegmentationOptions begun)
    {
        bool global = options.Recipe is AdaptationRecipe.Global or AdaptationRecipe.Ass;
        bool semantic = options.Recipe is AdaptationRecipe.Semantic or AdaptationRecipe.Ass;
        var (felt, usual) = (options.Adversarial, begun.Adversarial);
        if (!global)
        {
            felt.GlobalWeight = usual.GlobalWeight;
            felt.LabeledTargetAsSource = usual.LabeledTargetAsSource;
            options.AdaptSegNet.AuxiliaryGlobalWeight = begun.AdaptSegNet.AuxiliaryGlobalWeight;
        }

        if (options.Recipe is AdaptationRecipe.SourceOnly or AdaptationRecipe.TargetOnly)
        {
            felt.PrototypeWeight = usual.PrototypeWeight;
        }

        bool prototypes = felt.PrototypeWeight > 0;
        if (!semantic)
        {
            felt.SemanticWeight = usual.SemanticWeight;
            felt.SemanticDiscriminator = usual.SemanticDiscriminator;
        }

        if (!semantic && !prototypes)
        {
            felt.SemanticFeatures = usual.SemanticFeatures;
            felt.ClassVectorWeights = usual.ClassVectorWeights;
        }

        if (options.Recipe == AdaptationRecipe.TargetOnly)
        {
            options.Augmentation.SourceColorJitter = begun.Augmentation.SourceColorJitter;
        }

        if (options.Recipe is AdaptationRecipe.TargetOnly or AdaptationRecipe.SourceOnly)
        {
            options.Augmentation.MatchTargetColors = begun.Augmentation.MatchTargetColors;
        }

        if (options.Recipe == AdaptationRecipe.SourceOnly || !options.SelfTraining.Enabled)
        {
            foreach (var option in AssSegmentationOption.All.Where(option => option.Group == nameof(options.SelfTraining)))
            {
                // Not those of a preset, which may have it enabled.
                option.SetValue(options, option.Default);
            }
        }
        else if (options.Recipe == AdaptationRecipe.TargetOnly && options.SelfTraining.MixFrom != MixedImages.Unlabeled)
        {
            options.SelfTraining.MixFrom = begun.SelfTraining.MixFrom;
        }

        if (!global && !semantic)
        {
            felt.Loss = usual.Loss;
            felt.DiscriminatorLearningRate = usual.DiscriminatorLearningRate;
            felt.DiscriminatorSteps = usual.DiscriminatorSteps;
            felt.DomainLabelSmoothing = usual.DomainLabelSmoothing;
        }

        if (!global && !semantic && !prototypes)
        {
            felt.StartIteration = usual.StartIteration;
            felt.WarmUpIterations = usual.WarmUpIterations;
        }
    }
}
