using System.Diagnostics;
using System.Text.Json;

namespace Ass.MLNet.GpuBenchmark;

/// <summary>A process that runs a case when told to, so that contenders take turns and none uses the other's memory.</summary>
internal sealed class Contender : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _error;

    private Contender(ProcessStartInfo start)
    {
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        _process = Process.Start(start)!;
        _error = _process.StandardError.ReadToEndAsync();
        Version = Read().Version;
    }

    /// <summary>What it computes with.</summary>
    public string? Version { get; }

    public static Contender Ours(Arguments arguments, BenchmarkCase chosen)
    {
        string program = Environment.ProcessPath!;
        List<string> words =
        [
            .. Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(Contender).Assembly.Location] : (string[])[],
        ];
        words.AddRange([
            "--serve",
            chosen.Name,
            "--device",
            arguments.OnCpu ? "cpu" : "cuda",
            "--python",
            arguments.Python,
            "--built-for",
            arguments.BuiltFor,
        ]);
        if (arguments.Libtorch is { } libtorch)
        {
            words.AddRange(["--libtorch", libtorch]);
        }
        return new Contender(OnDevice(new ProcessStartInfo(program, words), arguments));
    }

    public static Contender PyTorch(Arguments arguments, BenchmarkCase chosen) =>
        new(
            OnDevice(
                new ProcessStartInfo(
                    arguments.Python,
                    [
                        Path.Combine(AppContext.BaseDirectory, "python", "peer.py"),
                        chosen.Work,
                        chosen.Network,
                        $"{chosen.Batch}",
                        chosen.Precision,
                        arguments.OnCpu ? "cpu" : "cuda",
                        $"{chosen.Size(arguments.OnCpu).Width}",
                        $"{chosen.Size(arguments.OnCpu).Height}",
                    ]
                ),
                arguments
            )
        );

    /// <summary>Runs the case so many times.</summary>
    /// <exception cref="ContenderException">The process ended instead.</exception>
    public Answer Run(int times) => Ask($"{times}");

    /// <summary>Runs the case once and counts libtorch's operators.</summary>
    /// <exception cref="ContenderException">The process ended instead.</exception>
    public Answer CountOperators() => Ask(Server.Count);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    // The card that is wanted is the only one that the process sees.
    private static ProcessStartInfo OnDevice(ProcessStartInfo start, Arguments arguments)
    {
        if (!arguments.OnCpu)
        {
            start.Environment["CUDA_VISIBLE_DEVICES"] = arguments.Device;
        }
        return start;
    }

    private Answer Ask(string line)
    {
        try
        {
            _process.StandardInput.WriteLine(line);
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It has ended; its last words are read below.
        }

        return Read();
    }

    private Answer Read()
    {
        if (_process.StandardOutput.ReadLine() is { } line)
        {
            return JsonSerializer.Deserialize<Answer>(line, Answer.Format)!;
        }
        _process.WaitForExit();
        throw new ContenderException(_process.ExitCode, _error.Result.Trim(), wasReady: Version is not null);
    }
}

/// <summary>A contender ended, with what it said last.</summary>
internal sealed class ContenderException(int exitCode, string message, bool wasReady) : Exception(message)
{
    public int ExitCode => exitCode;

    /// <summary>Whether it had been ready for its case: then other cases may fare better, for want of memory for instance.</summary>
    public bool WasReady => wasReady;
}
