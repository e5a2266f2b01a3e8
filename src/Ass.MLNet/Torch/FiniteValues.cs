using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Torch;

/// <summary>Checks that weights and stored statistics are finite. A network with a single NaN or infinity predicts one class everywhere,
/// yet its file looks like any other.</summary>
internal static class FiniteValues
{
    /// <summary>The name of the first parameter or buffer with a NaN or an infinity; null if all are finite. Synchronises with the device
    /// once.</summary>
    public static string? FindOther(nn.Module module)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var tensors = module.state_dict().ToArray();
        var finite = stack(tensors.Select(t => t.Value.isfinite().all())).cpu().data<bool>().ToArray();
        int at = Array.IndexOf(finite, false);
        return at < 0 ? null : tensors[at].Key;
    }

    /// <summary>Call before writing weights: a model with non-finite weights is not worth saving, least of all over an existing
    /// file.</summary>
    /// <exception cref="InvalidOperationException">A weight is NaN or infinite.</exception>
    public static void RequireForSaving(nn.Module network)
    {
        if (FindOther(network) is { } name)
        {
            throw new InvalidOperationException($"The model cannot be saved: its weight '{name}' is NaN or infinite.");
        }
    }

    /// <summary>Whether all values are finite. Synchronises with the device.</summary>
    public static bool AreFinite(Tensor values)
    {
        using var each = values.isfinite();
        using var all = each.all();
        using var onCpu = all.cpu();
        return onCpu.item<bool>();
    }
}
