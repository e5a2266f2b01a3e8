using System.CommandLine;
using Ass.MLNet.Cli.CommandLine;

namespace Ass.MLNet.Cli.Train;

/// <summary>The processes that <c>train --distributed</c> trains with. The first one has the run's folder and reports; the others only
/// compute.</summary>
internal sealed class TrainingGroup : IDisposable
{
    /// <summary>Which GPUs a process sees; a scheduler, or who starts it, sets it.</summary>
    private const string Visible = "CUDA_VISIBLE_DEVICES";

    private readonly MpiProcessGroup _processes;

    private TrainingGroup(MpiProcessGroup processes) => _processes = processes;

    public IProcessGroup Processes => _processes;

    /// <summary>Whether a launcher has started this process with others.</summary>
    public static bool IsOneOfSeveral =>
        ((string[])["OMPI_COMM_WORLD_SIZE", "SLURM_STEP_NUM_TASKS"]).Any(name =>
            int.TryParse(Environment.GetEnvironmentVariable(name), out int count) && count > 1
        );

    /// <summary>Joins the processes; null if training is to be alone.</summary>
    /// <exception cref="InvalidOperationException">Open MPI is missing, or this process was not started by its launcher.</exception>
    public static TrainingGroup? Join(ParseResult result, TrainArguments arguments) =>
        result.GetValue(arguments.Distributed)
            ? new(
                MpiProcessGroup.Join(
                    TimeSpan.FromSeconds(result.GetValue(arguments.DistributedTimeout)),
                    useNccl: !result.GetValue(arguments.NoNccl)
                )
            )
            : null;

    /// <summary>This process's device: each has the GPU of its number on its machine, or the one that its scheduler lets it see.</summary>
    /// <exception cref="UsageException">A GPU was named.</exception>
    public DeviceArgument Device(DeviceArgument asked)
    {
        if (asked.Gpu is null)
        {
            return asked;
        }
        if (!asked.IsAny)
        {
            throw new UsageException(
                $"--device must be cpu or cuda with --distributed, where each process takes its GPU, but is '{asked}'."
            );
        }
        string visible = Environment.GetEnvironmentVariable(Visible) ?? "";
        bool seesOne = visible.Length > 0 && !visible.Contains(',');
        return asked with { Gpu = seesOne ? 0 : _processes.LocalRank };
    }

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
