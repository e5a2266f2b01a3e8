using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Training;

/// <summary>Reverts a step's changes if its losses turn out to be unsound, without synchronising with the device.</summary>
internal static class UnsoundSteps
{
    /// <summary>Keeps <paramref name="changed"/> if the step was sound; otherwise restores <paramref name="before"/>, even over
    /// NaN.</summary>
    /// <param name="changed">Written to in place; gradients must be off.</param>
    /// <param name="sound">A Boolean on the device; null if the step is known to be sound.</param>
    /// <param name="before">A copy made before the change.</param>
    public static void KeepIf(this Tensor changed, Tensor? sound, Tensor before)
    {
        if (sound is null)
        {
            return;
        }
        using var kept = where(sound, changed, before);
        changed.copy_(kept);
    }
}
