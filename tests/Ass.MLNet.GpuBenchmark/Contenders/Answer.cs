using System.Text.Json;

namespace Ass.MLNet.GpuBenchmark;

/// <summary>A line from a contender: the first says that it is ready and what it is, the others what the runs asked for took.</summary>
internal sealed class Answer
{
    public static JsonSerializerOptions Format { get; } = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Of libtorch or PyTorch.</summary>
    public string? Version { get; init; }

    public double Seconds { get; init; }

    /// <summary>Bytes taken so far, see <see cref="MemoryUse"/>; null where it cannot be told.</summary>
    public long? Memory { get; init; }

    /// <summary>PyTorch's own count of the most bytes that tensors took at one time; null elsewhere.</summary>
    public long? Allocated { get; init; }

    /// <summary>libtorch's operators in one run, all of them, and those that start a kernel; null where they were not counted.</summary>
    public int? Calls { get; init; }

    /// <inheritdoc cref="Calls"/>
    public int? Kernels { get; init; }

    /// <summary>Of the last run.</summary>
    public IReadOnlyDictionary<string, double> Losses { get; init; } = new Dictionary<string, double>();
}
