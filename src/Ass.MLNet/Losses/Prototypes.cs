using Ass.MLNet.Distribution;
using Ass.MLNet.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ass.MLNet.Losses;

/// <summary>p_c: the running mean of each class's vectors in the source domain, to which the target's vectors are drawn without a
/// discriminator.</summary>
/// <remarks>
/// In a step whose source images have class c, with v̄_c the mean of its vectors there, without gradients, and n_c the number of such steps
/// so far, this one included: p_c ← p_c + max(1/n_c, 1 − m) (v̄_c − p_c). So the first vectors count alike, later ones more than earlier
/// ones. After SIM (CVPR 2020), which draws to the nearest of several prototypes; the running mean is our choice.
/// </remarks>
internal sealed class Prototypes : nn.Module
{
    /// <summary>m: a prototype is a mean over about the last 1 / (1 − m) steps with its class. Our choice, not tuned.</summary>
    public const double Momentum = 0.99;

    private const double Unlimited = 1e9;

    private readonly Ranks _ranks;
    private readonly Tensor _means;
    private readonly Tensor _updates;

    /// <param name="classCount">K.</param>
    /// <param name="channels">C, the length of a class vector.</param>
    /// <param name="device">The vectors' device.</param>
    /// <param name="ranks">The processes whose vectors they are the means of; null for this one.</param>
    public Prototypes(int classCount, long channels, Device device, Ranks? ranks = null)
        : base(nameof(Prototypes))
    {
        _ranks = ranks ?? Ranks.Alone;
        _means = zeros(classCount, channels, device: device);
        _updates = zeros(classCount, device: device);
        register_buffer("means", _means);
        register_buffer("updates", _updates);
    }

    /// <summary>mean over vectors of the mean over channels of |v_c − p_c|, with prototypes that have taken <paramref name="source"/> in.
    /// Vectors of a class without a prototype are left out; 0 if all are. Of several processes, the mean over them is that over all
    /// vectors.</summary>
    /// <param name="vectors">The target's; gradients flow through them.</param>
    /// <param name="source">The source's in the same step.</param>
    public Tensor Distance(ClassVectors vectors, ClassVectors source)
    {
        using var scope = NewDisposeScope();
        var (nextMeans, nextUpdates) = With(source);
        var isKnown = nextUpdates.index_select(0, vectors.Classes).IsAbove(0).to(ScalarType.Float32);
        var difference = vectors.Vectors.to(ScalarType.Float32).sub(nextMeans.index_select(0, vectors.Classes));
        var distances = difference.abs().mean([1]).mul(isKnown);
        var known = isKnown.sum();
        _ranks.Average(known);
        return distances.sum().div(known.LimitInPlace(1.0 / _ranks.Count, Unlimited)).MoveToOuterDisposeScope();
    }

    /// <summary>Takes a step's source vectors in.</summary>
    /// <param name="source">The vectors.</param>
    /// <param name="sound">Whether the step counts, as a Boolean on the device. If false, nothing changes. Null means that it
    /// counts.</param>
    public void Take(ClassVectors source, Tensor? sound)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var (nextMeans, nextUpdates) = With(source);
        _means.copy_(sound is null ? nextMeans : where(sound, nextMeans, _means));
        _updates.copy_(sound is null ? nextUpdates : where(sound, nextUpdates, _updates));
    }

    private (Tensor Means, Tensor Updates) With(ClassVectors source)
    {
        if (source.Everywhere == 0)
        {
            return (_means, _updates);
        }
        using var _ = no_grad();
        var ofClass = nn.functional.one_hot(source.Classes, _updates.shape[0]).to(ScalarType.Float32);
        var counts = ofClass.sum([0]);
        var sums = ofClass.t().mm(source.Vectors.to(ScalarType.Float32));
        _ranks.SumInPlace(counts);
        _ranks.SumInPlace(sums);
        var isPresent = counts.IsAbove(0).to(ScalarType.Float32);
        var vectors = sums.div(counts.LimitInPlace(1, Unlimited).unsqueeze(1));
        var after = _updates.Plus(isPresent);
        var rate = after.clone().LimitInPlace(1, Unlimited).reciprocal().LimitInPlace(1 - Momentum, 1).mul(isPresent);
        return (_means.Plus(vectors.sub(_means).mul(rate.unsqueeze(1))), after);
    }
}
