using System.Globalization;

namespace Ass.MLNet.OpenMpi;

/// <summary>How this process was started. A process that nobody started with others would silently be a group of one, and several such
/// processes would write the same files.</summary>
internal static class Launch
{
    private const string Advice = "start the program as 'mpirun -n 2 program …' or, on Slurm, 'srun --mpi=pmix program …'";

    // Open MPI's mpirun sets the first, launchers with PMIx the second.
    private static readonly string[] Signs = ["OMPI_COMM_WORLD_SIZE", "PMIX_RANK"];

    /// <exception cref="InvalidOperationException">No launcher has started this process.</exception>
    public static void Check()
    {
        if (Signs.All(name => string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name))))
        {
            throw new InvalidOperationException(
                $"No launcher of Open MPI has started this process (neither {string.Join(" nor ", Signs)} is set): {Advice}."
            );
        }
    }

    /// <param name="size">The number of processes that Open MPI knows.</param>
    /// <exception cref="InvalidOperationException">The launcher started another number.</exception>
    public static void CheckSize(int size)
    {
        foreach (string name in (string[])["OMPI_COMM_WORLD_SIZE", "SLURM_STEP_NUM_TASKS"])
        {
            if (int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int started) && started != size)
            {
                throw new InvalidOperationException(
                    $"The launcher started {started} processes ({name}), but Open MPI sees {size}: launcher and library do not belong "
                        + $"together; {Advice}."
                );
            }
            if (started == size)
            {
                return;
            }
        }
    }
}
