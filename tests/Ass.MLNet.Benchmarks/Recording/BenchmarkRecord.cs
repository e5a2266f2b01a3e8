using System.Text.Json.Serialization;

namespace Ass.MLNet.Benchmarks;

/// <summary>What a run of a benchmark found, for later runs to be compared with.</summary>
/// <param name="Program">The benchmark: only records of the same one are compared.</param>
/// <param name="Date">When it began, in UTC.</param>
/// <param name="Version">Of the library's package.</param>
/// <param name="Commit">Of the library's sources; null where the build does not know it.</param>
/// <param name="Machine">What figures depend on, by name: the processor, versions and so on.</param>
/// <param name="Rows">In the order of the report.</param>
internal sealed record BenchmarkRecord(
    string Program,
    DateTime Date,
    string Version,
    string? Commit,
    IReadOnlyDictionary<string, string> Machine,
    IReadOnlyList<RecordedRow> Rows
)
{
    /// <summary>How it is called in text.</summary>
    [JsonIgnore]
    public string Title =>
        string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{Version}{(Commit is null ? "" : $" ({Commit[..Math.Min(Commit.Length, 9)]})")} of {Date:yyyy-MM-dd}"
        );
}

/// <summary>The figures of one thing that was measured.</summary>
/// <param name="Case">The benchmark's case.</param>
/// <param name="Group">What was done.</param>
/// <param name="Name">By whom.</param>
/// <param name="Figures">By name, with the unit in it; the names are <see cref="FigureNames"/>.</param>
internal sealed record RecordedRow(string Case, string Group, string Name, IReadOnlyDictionary<string, double> Figures)
{
    [JsonIgnore]
    public string Key => $"{Case}: {Group}: {Name}";
}

/// <summary>Names of figures in records.</summary>
internal static class FigureNames
{
    public const string MedianMilliseconds = "median ms",
        LeastMilliseconds = "least ms",
        ProcessorMilliseconds = "CPU ms",
        TimeRatio = "time ratio",
        TimeRatioLow = "time ratio, low",
        TimeRatioHigh = "time ratio, high",
        ProcessorRatio = "CPU ratio",
        ImagesPerSecond = "images/s",
        GigaflopsPerSecond = "GFLOP/s",
        PeakMegabytes = "peak MB",
        MemoryRatio = "memory ratio",
        Calls = "calls",
        Kernels = "starting a kernel";

    /// <summary>Those that a comparison of records shows; the others are there to look at.</summary>
    public static readonly string[] Compared = [MedianMilliseconds, TimeRatio, ImagesPerSecond, PeakMegabytes, MemoryRatio, Calls, Kernels];
}
