using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Training;

/// <summary>Copies of tensors that a step changes before it knows whether its losses are sound.</summary>
/// <param name="changing">The tensors. They and their copies live in the step's dispose scope.</param>
internal sealed class StateBefore(IEnumerable<Tensor> changing)
{
    private readonly (Tensor Changing, Tensor Before)[] _kept = [.. changing.Select(tensor => (tensor, tensor.detach().clone()))];

    /// <summary>Undoes the changes.</summary>
    public void Restore()
    {
        using var _ = no_grad();
        foreach (var (tensor, before) in _kept)
        {
            tensor.copy_(before);
        }
    }

    /// <summary>Undoes the changes if the step is unsound, without synchronising with the device.</summary>
    /// <param name="sound">A Boolean on the device; null if the step is known to be sound.</param>
    public void KeepIf(Tensor? sound)
    {
        using var _ = no_grad();
        foreach (var (tensor, before) in _kept)
        {
            tensor.KeepIf(sound, before);
        }
    }
}
