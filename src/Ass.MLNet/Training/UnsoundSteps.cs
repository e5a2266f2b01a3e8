using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Training;

/// <summary>Takes back what a step has changed where its losses turn out to be unsound, without waiting to know.</summary>
internal static class UnsoundSteps
{
    /// <summary>Leaves <paramref name="changed"/> as it is where the step was sound, and sets it to what it was <paramref name="before"/>
    /// otherwise, even if it has become NaN.</summary>
    /// <param name="changed">Written to in place; gradients must be off.</param>
    /// <param name="sound">A Boolean on the device; null: the step is known to be sound.</param>
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
