using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Torch;

/// <summary>Whether weights and stored statistics are numbers. A network with one that is not predicts one class everywhere, in a file that
/// looks like any other.</summary>
internal static class FiniteValues
{
    /// <summary>The name of the first parameter or buffer with a NaN or an infinity; null where all are finite. The device is waited for
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

    /// <summary>To be called before weights are written: a model whose weights are no numbers is worth no file, least of all another one's
    /// place.</summary>
    /// <exception cref="InvalidOperationException">A weight is NaN or infinite.</exception>
    public static void RequireForSaving(nn.Module network)
    {
        if (FindOther(network) is { } name)
        {
            throw new InvalidOperationException($"The model cannot be saved: its weight '{name}' is NaN or infinite.");
        }
    }

    /// <summary>Whether all values are numbers. The device is waited for.</summary>
    public static bool AreFinite(Tensor values)
    {
        using var each = values.isfinite();
        using var all = each.all();
        using var onCpu = all.cpu();
        return onCpu.item<bool>();
    }
}
