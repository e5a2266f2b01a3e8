using System.Diagnostics;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>A fact about processes that Open MPI starts; skipped where it is not installed.</summary>
internal sealed class MpiFactAttribute : FactAttribute
{
    public MpiFactAttribute()
    {
        if (Processes.Launcher is null)
        {
            Skip = "Open MPI is not installed: there is no 'mpirun' (Debian: apt install openmpi-bin libopenmpi3).";
        }
    }
}

/// <summary>The tool in several processes that <c>mpirun</c> has started.</summary>
internal sealed class Processes : IDisposable
{
    private readonly TestFolder _folder;
    private readonly Process _launcher;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    /// <param name="folder">Where each process writes its number.</param>
    /// <param name="count">Number of processes.</param>
    /// <param name="arguments">The tool's.</param>
    /// <param name="ofLast">More arguments, for the last process alone.</param>
    public Processes(TestFolder folder, int count, string[] arguments, string ofLast = "")
    {
        _folder = folder;
        var tool = ChildProcess.Describe("Ass.MLNet.Cli", [.. arguments, "--distributed"]);
        string script = folder.Text(
            "process.sh",
            $"echo $$ > '{folder.Root}/process'$OMPI_COMM_WORLD_RANK\n"
                + $"[ $OMPI_COMM_WORLD_RANK = {count - 1} ] && exec \"$@\" {ofLast}\nexec \"$@\"\n"
        );
        string[] words = ["--oversubscribe", "--bind-to", "none", "-n", $"{count}", "sh", script, tool.FileName, .. tool.ArgumentList];
        var start = new ProcessStartInfo(Launcher!, words) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["OMPI_ALLOW_RUN_AS_ROOT"] = start.Environment["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1";
        start.Environment["OMP_NUM_THREADS"] = "1";

        // Time to save after a signal. The launcher takes it twice.
        start.Environment["OMPI_MCA_odls_base_sigkill_timeout"] = "2";
        _launcher = Process.Start(start)!;
        (_output, _error) = (_launcher.StandardOutput.ReadToEndAsync(), _launcher.StandardError.ReadToEndAsync());
    }

    /// <summary>The path of <c>mpirun</c>; null if there is none.</summary>
    public static string? Launcher { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "mpirun"))
            .FirstOrDefault(File.Exists);

    public bool HaveEnded => _launcher.HasExited;

    /// <summary>Sends a signal to one of the processes.</summary>
    public void Signal(int rank, string signal)
    {
        string id = File.ReadAllText(Path.Combine(_folder.Root, $"process{rank}")).Trim();
        using var kill = Process.Start("kill", [$"-{signal}", id]);
        kill.WaitForExit();
    }

    /// <summary>Waits until all have ended.</summary>
    public async Task<(int Code, string Output, string Error)> End()
    {
        await _launcher.WaitForExitAsync();
        return (_launcher.ExitCode, await _output, await _error);
    }

    public void Dispose()
    {
        if (!_launcher.HasExited)
        {
            _launcher.Kill(entireProcessTree: true);
        }
        _launcher.Dispose();
    }
}

/// <summary>A theory about such processes.</summary>
internal sealed class MpiTheoryAttribute : TheoryAttribute
{
    public MpiTheoryAttribute() => Skip = new MpiFactAttribute().Skip;
}
