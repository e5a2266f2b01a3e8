using System.CommandLine;
using Ass.MLNet.Cli.CommandLine;

namespace Ass.MLNet.Cli.Train;

/// <summary>The processes that <c>train --distributed</c> trains with. The first one has the run's folder and reports; the others only
/// compute.</summary>
internal sealed class TrainingGroup : IDisposable
{
    private readonly MpiProcessGroup _processes;

    private TrainingGroup(MpiProcessGroup processes) => _processes = processes;

    public IProcessGroup Processes => _processes;

    /// <summary>Joins the processes; null if training is to be alone.</summary>
    /// <exception cref="InvalidOperationException">Open MPI is missing, or this process was not started by its launcher.</exception>
    public static TrainingGroup? Join(ParseResult result, TrainArguments arguments) =>
        result.GetValue(arguments.Distributed)
            ? new(MpiProcessGroup.Join(TimeSpan.FromSeconds(result.GetValue(arguments.DistributedTimeout))))
            : null;

    /// <summary>This process's device: each has the GPU of its number on its machine.</summary>
    /// <exception cref="UsageException">All processes of a machine were given the same GPU.</exception>
    public DeviceArgument Device(DeviceArgument asked) =>
        asked.Gpu is null ? asked
        : asked.IsAny ? asked with { Gpu = _processes.LocalRank }
        : throw new UsageException($"--device must be cpu or cuda with --distributed, where each process takes its GPU, but is '{asked}'.");

    /// <summary>Whether the scheduler gives each process a GPU of its own, and hides the others.</summary>
    private static bool SeesOneGpu =>
        Environment.GetEnvironmentVariable("CUDA_VISIBLE_DEVICES") is { Length: > 0 } visible && !visible.Contains(',');

    /// <summary>Tells the other processes of an error here. Use it as an exception filter: it catches nothing.</summary>
    /// <returns>False.</returns>
    public bool Tell(Exception error)
    {
        if (error is not CommandCanceledException)
        {
            _processes.Fail(Terminal.Reason(error));
        }
        return false;
    }

    public void Dispose() => _processes.Dispose();
}
