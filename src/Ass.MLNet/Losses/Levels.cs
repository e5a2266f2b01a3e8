using static TorchSharp.torch;

namespace Ass.MLNet.Losses;

/// <summary>A pair of tensors for the two levels of a network: one for its main classifier and one for its second classifier, if
/// any.</summary>
internal readonly record struct Levels(Tensor Main, Tensor? Auxiliary)
{
    public Levels Select(Func<Tensor, Tensor> function) => new(function(Main), Auxiliary is null ? null : function(Auxiliary));

    public Levels MoveToOuterDisposeScope() => Select(tensor => tensor.MoveToOuterDisposeScope());
}
