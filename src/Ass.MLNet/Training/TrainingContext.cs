using Microsoft.ML.Runtime;
using TorchSharp;

namespace Ass.MLNet.Training;

/// <summary>What training takes from its surroundings.</summary>
/// <param name="Environment">Where models of its making belong.</param>
/// <param name="Device">Where it computes.</param>
/// <param name="Cancellation">What stops it.</param>
/// <param name="Inform">Takes a line for the log.</param>
/// <param name="Warn">Takes a warning for the log.</param>
/// <param name="StepsDone">Takes the number of steps done.</param>
internal sealed record TrainingContext(
    IHostEnvironment Environment,
    torch.Device Device,
    TrainingCancellation Cancellation,
    Action<string> Inform,
    Action<string> Warn,
    Action<int> StepsDone
)
{
    /// <summary>See <see cref="TrainingStep.WaitsForLosses"/>; null: as suits the device.</summary>
    public bool? WaitsForLosses { get; init; }
}
