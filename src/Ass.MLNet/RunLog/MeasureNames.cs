namespace Ass.MLNet.RunLog;

/// <summary>The names of losses and discriminators in progress reports, results and curves.</summary>
internal static class MeasureNames
{
    public const string Source = "source";
    public const string Target = "target";
    public const string SelfTraining = "self-training";
    public const string Global = "global";
    public const string Semantic = "semantic";
    public const string Prototype = "prototype";
    public const string GlobalDiscriminator = "global discriminator";
    public const string SemanticDiscriminator = "semantic discriminator";

    /// <summary>Share of the unlabelled images' pixels on which the teacher is confident enough.</summary>
    public const string Confident = "pseudo-labels trusted";

    /// <summary>The same on the first images of the validation set.</summary>
    public const string ValidationConfident = "validation pseudo-labels trusted";

    /// <summary>Share of those pixels whose class is right.</summary>
    public const string ValidationRight = "validation pseudo-labels right";

    /// <summary>Prefix for the measures of the second classifier and its discriminator.</summary>
    public const string Auxiliary = "auxiliary ";
}
