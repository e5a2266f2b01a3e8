namespace Ass.MLNet;

/// <summary>What the semantic discriminator says of a class vector.</summary>
/// <remarks>The paper's own head is not known to us: these three are our reconstruction, chosen between by option.</remarks>
public enum SemanticDiscriminatorHead
{
    /// <summary>One logit, source or target, whatever the class.</summary>
    Binary,

    /// <summary>2K logits: <c>c</c> for class c from the source, <c>K + c</c> for class c from the target. The network is trained towards
    /// <c>c</c>, so alignment keeps the class.</summary>
    ClassConditional,

    /// <summary>K logits, one source-or-target decision per class: a vector of class c reaches output c only.</summary>
    PerClass,
}
