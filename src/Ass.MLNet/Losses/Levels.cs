using static TorchSharp.torch;

namespace Ass.MLNet.Losses;

/// <summary>The same thing for both levels of a network: of its classifier's logits, and of its second one's where there is one.</summary>
internal readonly record struct Levels(Tensor Main, Tensor? Auxiliary)
{
    public Levels Select(Func<Tensor, Tensor> function) => new(function(Main), Auxiliary is null ? null : function(Auxiliary));

    public Levels MoveToOuterDisposeScope() => Select(tensor => tensor.MoveToOuterDisposeScope());
}
