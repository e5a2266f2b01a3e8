using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Appearance;

/// <summary>Means over the pixels of pictures.</summary>
internal static class Means
{
    /// <param name="values">(B, C, H, W).</param>
    /// <param name="inside">(B, 1, H, W), true for the pixels that count, at least one in each image; null: all.</param>
    /// <returns>(B, C, 1, 1).</returns>
    public static Tensor Of(Tensor values, Tensor? inside)
    {
        if (inside is null)
        {
            return values.mean([2, 3], keepdim: true);
        }
        using var scope = NewDisposeScope();
        var counts = inside.to(values.dtype);
        return values.mul(counts).sum([2L, 3L], keepdim: true).div(counts.sum([2L, 3L], keepdim: true)).MoveToOuterDisposeScope();
    }
}
