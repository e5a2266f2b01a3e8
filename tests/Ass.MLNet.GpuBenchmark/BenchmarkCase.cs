namespace Ass.MLNet.GpuBenchmark;

/// <summary>What is measured: full steps of three streams, or scoring.</summary>
/// <param name="Work"><c>step</c> or <c>score</c>.</param>
/// <param name="Network"><c>resnet101</c> or <c>resnet18</c>, at output stride 8 with frozen batch norm.</param>
/// <param name="Batch">Images of each stream.</param>
/// <param name="Precision"><c>fp32</c>, <c>tf32</c>, or for steps <c>bf16</c>, with TF32 for the rest.</param>
internal sealed record BenchmarkCase(string Work, string Network, int Batch, string Precision)
{
    public const int Classes = 19;

    public static IReadOnlyList<BenchmarkCase> All { get; } =
    [
        .. from network in new[] { "resnet101", "resnet18" }
        from batch in new[] { 1, 2 }
        from precision in new[] { "fp32", "tf32", "bf16" }
        select new BenchmarkCase("step", network, batch, precision),
        .. from network in new[] { "resnet101", "resnet18" }
        from precision in new[] { "fp32", "tf32" }
        select new BenchmarkCase("score", network, 1, precision),
    ];

    public string Name => $"{Work}-{Network}-{Batch}-{Precision}";

    /// <summary>Images that go through the network in one run.</summary>
    public int Images => Work == "step" ? 3 * Batch : Batch;

    /// <summary>The case of a name that <see cref="Name"/> gave.</summary>
    public static BenchmarkCase Of(string name) => All.Single(c => c.Name == name);
}
