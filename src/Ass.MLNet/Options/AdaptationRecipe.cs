namespace Ass.MLNet;

/// <summary>The losses that train the network. Each recipe is one row of the usual published comparison.</summary>
/// <remarks>
/// All recipes share the same training loop, schedule and data order, so two rows differ only in their losses. Source: arXiv 2004.00794
/// (ASS) on the base of AdaptSegNet (CVPR 2018).
/// </remarks>
public enum AdaptationRecipe
{
    /// <summary>Cross entropy on the labelled source images only: the lower bound.</summary>
    SourceOnly,

    /// <summary>Cross entropy on the labelled target images only: what the few labels achieve on their own.</summary>
    TargetOnly,

    /// <summary>Cross entropy on source and labelled target images, no adaptation.</summary>
    Joint,

    /// <summary><see cref="Joint"/> plus the global adversarial loss on whole predictions (AdaptSegNet with labels).</summary>
    Global,

    /// <summary><see cref="Joint"/> plus the semantic adversarial loss on class vectors.</summary>
    Semantic,

    /// <summary>Both adversarial losses: the method of the paper, and the default.</summary>
    Ass,
}
