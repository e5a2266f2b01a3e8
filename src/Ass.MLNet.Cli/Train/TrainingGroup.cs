using System.CommandLine;
using System.IO.Hashing;
using System.Text;
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
    /// <exception cref="UsageException">A GPU was named, or several processes of a machine see the same one alone.</exception>
    public DeviceArgument Device(DeviceArgument asked)
    {
        string visible = Environment.GetEnvironmentVariable(Visible) ?? "";
        bool seesOne = visible.Length > 0 && !visible.Contains(',');
        bool isAlone = IsAlone(seesOne ? $"{Environment.MachineName} {visible}" : "");
        return asked.Gpu is null ? asked
            : !asked.IsAny
                ? throw new UsageException(
                    $"--device must be cpu or cuda with --distributed, where each process takes its GPU, but is '{asked}'."
                )
            : !seesOne ? asked with { Gpu = _processes.LocalRank }
            : isAlone ? asked with { Gpu = 0 }
            : throw new UsageException(
                $"Several processes on '{Environment.MachineName}' see the same GPU alone ({Visible}={visible}): start as many as there are "
                    + "GPUs, and let each see its own, or all."
            );
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

    /// <summary>Whether no other process gives the same text. All processes call it, whatever their device: each call waits for the others.</summary>
    private bool IsAlone(string text)
    {
        double[] hashes = new double[_processes.Size];
        hashes[_processes.Rank] = XxHash32.HashToUInt32(Encoding.UTF8.GetBytes(text));
        _processes.Sum(hashes);
        return hashes.Count(hash => hash == hashes[_processes.Rank]) == 1;
    }
}
