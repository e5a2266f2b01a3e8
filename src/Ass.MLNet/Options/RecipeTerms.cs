namespace Ass.MLNet.Options;

/// <summary>The terms that a recipe switches on: the six recipes differ in these four flags and nothing else.</summary>
internal sealed record RecipeTerms(bool Source, bool LabeledTarget, bool Global, bool Semantic)
{
    /// <summary>Whether there is self-training beside the recipe.</summary>
    public bool SelfTraining { get; init; }

    /// <summary>Whether class vectors are drawn to prototypes beside the recipe.</summary>
    public bool Prototypes { get; init; }

    /// <summary>Whether anything aligns the domains: a discriminator or prototypes.</summary>
    public bool Aligns => Global || Semantic || Prototypes;

    /// <summary>Whether class vectors are made.</summary>
    public bool ClassVectors => Semantic || Prototypes;

    /// <summary>Whether the unlabelled target stream is read.</summary>
    public bool UnlabeledTarget => Global || SelfTraining;

    public static RecipeTerms Of(AssSegmentationOptions options) =>
        Of(options.Recipe) with
        {
            SelfTraining = options.SelfTraining.Enabled,
            Prototypes = options.Adversarial.PrototypeWeight > 0,
        };

    /// <summary>The terms without those that align the domains.</summary>
    public RecipeTerms WithoutAlignment() => this with { Global = false, Semantic = false, Prototypes = false };

    public static RecipeTerms Of(AdaptationRecipe recipe) =>
        recipe switch
        {
            AdaptationRecipe.SourceOnly => new(Source: true, LabeledTarget: false, Global: false, Semantic: false),
            AdaptationRecipe.TargetOnly => new(Source: false, LabeledTarget: true, Global: false, Semantic: false),
            AdaptationRecipe.Joint => new(Source: true, LabeledTarget: true, Global: false, Semantic: false),
            AdaptationRecipe.Global => new(Source: true, LabeledTarget: true, Global: true, Semantic: false),
            AdaptationRecipe.Semantic => new(Source: true, LabeledTarget: true, Global: false, Semantic: true),
            AdaptationRecipe.Ass => new(Source: true, LabeledTarget: true, Global: true, Semantic: true),
            _ => throw new ArgumentOutOfRangeException(nameof(recipe), recipe, null),
        };
}
