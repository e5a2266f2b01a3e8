using System.Globalization;

namespace Ass.MLNet.GpuBenchmark;

/// <summary>Results as a table for a README.</summary>
internal static class MarkdownTable
{
    public static void Write(TextWriter output, IReadOnlyList<CaseResult> results, Arguments arguments)
    {
        string memory = arguments.OnCpu ? "resident" : "taken from the GPU";
        output.WriteLine(
            $"| case | ours, images/s | PyTorch, images/s | time, ours / PyTorch | ours, GB {memory} | PyTorch, GB {memory} (its "
                + "tensors) | operators a run | starting a kernel | losses of the first step differ by |"
        );
        output.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (var result in results)
        {
            bool both = result.Peer.Count > 0;
            var (median, low, high) = both ? result.Ratio() : default;
            output.WriteLine(
                string.Join(
                    " | ",
                    $"| {result.Case.Name}",
                    Text(result.ImagesPerSecond(result.Ours, arguments.Runs)),
                    both ? Text(result.ImagesPerSecond(result.Peer, arguments.Runs)) : "",
                    both ? $"{Text(median)} ({Text(low)}–{Text(high)})" : "",
                    Gigabytes(result.Ours[^1].Memory),
                    both
                        ? Gigabytes(result.Peer[^1].Memory) + (result.Peer[^1].Allocated is { } tensors ? $" ({Gigabytes(tensors)})" : "")
                        : "",
                    $"{result.Operators?.All}",
                    $"{result.Operators?.Kernels}",
                    result.LossDistance is { } distance ? $"{distance.ToString("0.0e0", CultureInfo.InvariantCulture)} |" : "|"
                )
            );
        }
    }

    private static string Text(double value) => value.ToString(value < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture);

    private static string Gigabytes(long? bytes) => bytes is { } b ? Text(b / 1e9) : "?";
}
