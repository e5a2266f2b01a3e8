using System.Diagnostics;
using System.Globalization;

namespace Ass.MLNet.Benchmarks;

/// <summary>A process in which one contender runs whenever it is told to: nobody uses another's memory, caches or settings.</summary>
/// <remarks>The process writes a line when it is ready. After each line that it reads, it runs once and writes what that took.</remarks>
internal sealed class ContenderProcess : IDisposable
{
    /// <summary>Until threads that wait actively for more work have given up.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly Process _process;
    private readonly string _name;

    /// <param name="contender">Who.</param>
    /// <param name="arguments">Of this program, that make it serve the contender.</param>
    public ContenderProcess(Contender contender, IEnumerable<string> arguments)
    {
        _name = contender.Name;
        string program = Environment.ProcessPath!;
        bool hosted = Path.GetFileNameWithoutExtension(program) == "dotnet";
        var start = new ProcessStartInfo(program, [.. hosted ? [Environment.GetCommandLineArgs()[0]] : (string[])[], .. arguments]);
        (start.RedirectStandardInput, start.RedirectStandardOutput) = (true, true);
        _process = Process.Start(start)!;
        Read();
    }

    /// <summary>Runs once.</summary>
    public Run Run()
    {
        Thread.Sleep(Pause);
        _process.StandardInput.WriteLine();
        _process.StandardInput.Flush();
        double[] numbers = [.. Read().Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
        return new Run(numbers[0], numbers[1], numbers[2]);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    /// <summary>What the process of a contender does.</summary>
    public static void Serve(Contender contender)
    {
        using var work = contender.Create();
        using var process = Process.GetProcessById(work.ProcessId);
        Console.WriteLine("ready");
        while (Console.ReadLine() is not null)
        {
            process.Refresh();
            var processor = process.TotalProcessorTime;
            long start = Stopwatch.GetTimestamp();
            work.Run();
            double wall = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            process.Refresh();
            double cpu = (process.TotalProcessorTime - processor).TotalMilliseconds;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{wall} {cpu} {process.PeakWorkingSet64 / 1e6}"));
        }
    }

    private string Read() =>
        _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"The process of '{_name}' ended instead of answering.");
}

/// <summary>What a run took.</summary>
/// <param name="Wall">Milliseconds.</param>
/// <param name="Processor">Milliseconds, of all threads.</param>
/// <param name="PeakMegabytes">Of resident memory, since the process began.</param>
internal readonly record struct Run(double Wall, double Processor, double PeakMegabytes);
