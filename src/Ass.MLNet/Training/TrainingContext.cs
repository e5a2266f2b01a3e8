using Ass.MLNet.Distribution;
using Microsoft.ML.Runtime;
using TorchSharp;

namespace Ass.MLNet.Training;

/// <summary>The environment that training runs in.</summary>
/// <param name="Environment">ML.NET's environment, to which the resulting models belong.</param>
/// <param name="Device">The device to train on.</param>
/// <param name="Cancellation">The sources of cancellation.</param>
/// <param name="Inform">Writes a line to the log.</param>
/// <param name="Warn">Writes a warning to the log.</param>
/// <param name="StepsDone">Receives the number of steps done.</param>
internal sealed record TrainingContext(
    IHostEnvironment Environment,
    torch.Device Device,
    TrainingCancellation Cancellation,
    Action<string> Inform,
    Action<string> Warn,
    Action<int> StepsDone
)
{
    /// <summary>The processes that share the training.</summary>
    public Ranks Ranks { get; init; } = Ranks.Alone;

    /// <summary>See <see cref="TrainingStep.WaitsForLosses"/>; null to decide by the device.</summary>
    public bool? WaitsForLosses { get; init; }
}
