using Microsoft.ML;
using TorchSharp;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>A test that needs a GPU: skipped where none can be used.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GpuFactAttribute : FactAttribute
{
    public GpuFactAttribute() => Skip = Gpu.WhySkipped;
}

/// <summary>A theory that needs a GPU: skipped where none can be used.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GpuTheoryAttribute : TheoryAttribute
{
    public GpuTheoryAttribute() => Skip = Gpu.WhySkipped;
}

/// <summary>A test that fills the GPU's memory. libtorch keeps it from then on, and cuBLAS, which needs some of its own, fails in the tests
/// after it: so it is run by itself, where <see cref="Variable"/> is set.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GpuMemoryFactAttribute : FactAttribute
{
    private const string Variable = "ASS_MLNET_FILL_GPU";

    public GpuMemoryFactAttribute() =>
        Skip = Gpu.WhySkipped
            ?? (
                Environment.GetEnvironmentVariable(Variable) is null
                    ? $"It fills the GPU's memory: run it by itself, with {Variable}=1."
                    : null
            );
}

/// <summary>The GPU that tests use, the first one. One test has it at a time.</summary>
[CollectionDefinition(nameof(Gpu), DisableParallelization = true)]
public static class Gpu
{
    public static string? WhySkipped => torch.cuda.is_available() ? null : "No GPU can be used here.";

    public static torch.Device Device => new(DeviceType.CUDA, 0);

    /// <summary>A context whose components compute on the GPU.</summary>
    public static MLContext Context() => new(seed: 1) { GpuDeviceId = 0, FallbackToCpu = false };
}
