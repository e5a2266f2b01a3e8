namespace Ass.MLNet;

/// <summary>The semantic discriminator's output for a class vector.</summary>
/// <remarks>The paper's own head is not known to us; these three are our reconstructions.</remarks>
public enum SemanticDiscriminatorHead
{
    /// <summary>One logit, source or target, regardless of the class.</summary>
    Binary,

    /// <summary>2K logits: <c>c</c> for class c from the source, <c>K + c</c> for class c from the target. The network is trained towards
    /// <c>c</c>, so alignment keeps the class.</summary>
    ClassConditional,

    /// <summary>K logits, one source-or-target decision per class: a vector of class c uses output c only.</summary>
    PerClass,
}
