using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Ass.MLNet.Benchmarks;

/// <summary>What a figure is worth nothing without.</summary>
internal static class MachineFacts
{
    public static string Describe()
        => $"{Processor()}, {Environment.ProcessorCount} cores, {Vector()}-bit vectors; {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, "
            + $"{(Optimized ? "optimised" : "NOT optimised (use -c Release)")}; load {Load()}";

    private static bool Optimized
#if DEBUG
        => false;
#else
        => true;
#endif

    private static int Vector() => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    private static string Processor()
        => ReadLine("/proc/cpuinfo", "model name")?.Split(':')[^1].Trim()
            ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();

    private static string Load() => ReadLine("/proc/loadavg", "") is { } line ? string.Join(' ', line.Split(' ').Take(3)) : "unknown";

    private static string? ReadLine(string file, string start)
        => File.Exists(file) ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal)) : null;
}
