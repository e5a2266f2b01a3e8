namespace Ass.MLNet.GpuBenchmark;

/// <summary>What is measured: full steps of three streams, or scoring.</summary>
/// <param name="Work"><c>step</c> or <c>score</c>.</param>
/// <param name="Network"><c>resnet101</c> or <c>resnet18</c>, at output stride 8 with frozen batch norm.</param>
/// <param name="Batch">Images of each stream.</param>
/// <param name="Precision"><c>fp32</c>, <c>tf32</c>, or for steps <c>bf16</c>, with TF32 for the rest, and <c>bf16cl</c>, where the peer
/// has its channels last, too.</param>
/// <param name="Width">Of the images.</param>
/// <param name="Height">Of the images.</param>
internal sealed record BenchmarkCase(string Work, string Network, int Batch, string Precision, int Width = 1024, int Height = 512)
{
    public const int Classes = 19;

    // Shows that a case works.
    private const int TinyWidth = 97,
        TinyHeight = 65;

    public static IReadOnlyList<BenchmarkCase> All { get; } =
    [
        .. from network in new[] { "resnet101", "resnet18" }
        from batch in new[] { 1, 2, 8 }
        from precision in new[] { "fp32", "tf32", "bf16", "bf16cl" }
        select new BenchmarkCase("step", network, batch, precision),
        .. from precision in new[] { "tf32", "bf16", "bf16cl" } select new BenchmarkCase("step", "resnet18", 8, precision, 256, 192),
        .. from network in new[] { "resnet101", "resnet18" }
        from precision in new[] { "fp32", "tf32" }
        select new BenchmarkCase("score", network, 1, precision),
    ];

    public string Name => $"{Work}-{Network}-{Batch}-{Precision}-{Width}x{Height}";

    public bool InBFloat16 => Precision.StartsWith("bf16", StringComparison.Ordinal);

    /// <summary>Images that go through the network in one run.</summary>
    public int Images => Work == "step" ? 3 * Batch : Batch;

    /// <summary>The images' size on the device that is used.</summary>
    public (int Width, int Height) Size(bool tiny) => tiny ? (TinyWidth, TinyHeight) : (Width, Height);

    /// <summary>The case of a name that <see cref="Name"/> gave.</summary>
    public static BenchmarkCase Of(string name) => All.Single(c => c.Name == name);
}
