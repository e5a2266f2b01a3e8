using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TorchSharp;

namespace Ass.MLNet.Benchmarks;

/// <summary>What a figure is worth nothing without.</summary>
internal static class MachineFacts
{
    private static readonly string[] TellingFlags = ["avx2", "fma", "avx512f", "avx512_vnni", "avx512_bf16", "amx_bf16"];

    /// <summary>What figures depend on, by name.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } =
        new Dictionary<string, string>
        {
            ["processor"] = Processor(),
            ["cores"] = $"{Environment.ProcessorCount}",
            ["vectors"] = $"{Vector()} bits ({Flags()})",
            ["memory"] = $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GB",
            ["system"] = RuntimeInformation.OSDescription,
            ["runtime"] = RuntimeInformation.FrameworkDescription,
            ["TorchSharp"] = Version(typeof(torch)) ?? "unknown",
            ["libtorch"] = torch.__version__,
            ["threads"] = $"{torch.get_num_threads()}",
            ["build"] = Optimized ? "optimised" : "NOT optimised (use -c Release)",
        };

    public static string Describe() =>
        string.Join("; ", All.Select(fact => $"{fact.Key} {fact.Value}")) + $"; load {Load()}; {DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC.";

    private static bool Optimized
#if DEBUG
        => false;
#else
        => true;
#endif

    private static int Vector() =>
        Vector512.IsHardwareAccelerated ? 512
        : Vector256.IsHardwareAccelerated ? 256
        : 128;

    private static string Processor() =>
        ReadLine("/proc/cpuinfo", "model name")?.Split(':')[^1].Trim()
        ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
        ?? RuntimeInformation.ProcessArchitecture.ToString();

    private static string Flags()
    {
        string[] flags = ReadLine("/proc/cpuinfo", "flags")?.Split(' ') ?? [];
        return string.Join(" ", TellingFlags.Where(flags.Contains));
    }

    private static string Load() => ReadLine("/proc/loadavg", "") is { } line ? string.Join(' ', line.Split(' ').Take(3)) : "unknown";

    private static string? Version(Type type) => FileVersionInfo.GetVersionInfo(type.Assembly.Location).ProductVersion?.Split('+')[0];

    private static string? ReadLine(string file, string start) =>
        File.Exists(file) ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal)) : null;
}
