namespace Ass.MLNet;

/// <summary>Where and with how many threads ONNX Runtime computes.</summary>
public sealed class OnnxRuntimeOptions
{
    /// <summary>What computes. Default <see cref="OnnxExecutionProvider.Auto"/>: the CPU, unless a GPU's index is given.</summary>
    public OnnxExecutionProvider Provider { get; set; }

    /// <summary>Index of the GPU, 0 or more. Default null: <c>MLContext.GpuDeviceId</c>; if that is null too, the CPU with
    /// <see cref="OnnxExecutionProvider.Auto"/>, and the GPU 0 where a GPU's provider is named.</summary>
    public int? GpuDeviceId { get; set; }

    /// <summary>Whether the CPU computes, after a logged warning, where the GPU cannot be used; otherwise that is an error. Default null:
    /// <c>MLContext.FallbackToCpu</c>.</summary>
    public bool? FallbackToCpu { get; set; }

    /// <summary>Number of threads, at least 1, that compute one image on the CPU. Default null: ONNX Runtime's choice, one per physical
    /// core. Programs that predict several images side by side do well with fewer.</summary>
    public int? Threads { get; set; }
}
