using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Ass.MLNet.Benchmarks;

/// <summary>Resident memory of a process that did nothing but one contender's work.</summary>
/// <param name="StartMegabytes">Before the first run, with everything loaded.</param>
/// <param name="PeakMegabytes">The most at any moment from then on.</param>
internal sealed partial record PeakMemory(double StartMegabytes, double PeakMegabytes)
{
    private const string Mark = "resident ";

    /// <summary>Whether this system tells a process's peak.</summary>
    public static bool CanMeasure => OperatingSystem.IsLinux();

    /// <summary>Runs this program again as a child, for one contender of one group.</summary>
    public static PeakMemory OfChild(string caseName, string group, int contender, int runs)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        }

        foreach (string argument in new[] { "--case", caseName, "--child", group, $"{contender}", $"{runs}" })
        {
            start.ArgumentList.Add(argument);
        }

        using var child = Process.Start(start)!;
        string output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        string? line = output.Split('\n').FirstOrDefault(l => l.StartsWith(Mark, StringComparison.Ordinal));
        if (child.ExitCode != 0 || line is null)
        {
            throw new InvalidOperationException($"The process that measures the memory of contender {contender} of '{group}' ended with {child.ExitCode}: {output}");
        }

        double[] numbers = [.. line[Mark.Length..].Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture))];
        return new PeakMemory(numbers[0], numbers[1]);
    }

    /// <summary>What the child does.</summary>
    public static void MeasureHere(Contender contender, int runs)
    {
        using var work = contender.Create();
        ForgetPreparation();
        double before = Read(work, "VmRSS:");
        for (int i = 0; i < runs; i++)
        {
            work.Run();
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Mark}{before} {Read(work, "VmHWM:")}"));
    }

    /// <summary>What preparing took and no longer needs goes back to the system, and the peak starts anew.</summary>
    private static void ForgetPreparation()
    {
        GC.Collect();
        TrimHeap(0);
        File.WriteAllText("/proc/self/clear_refs", "5");
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int TrimHeap(nuint kept);

    private static double Read(IWork work, string name)
    {
        string line = File.ReadLines($"/proc/{work.ProcessId}/status").First(l => l.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
