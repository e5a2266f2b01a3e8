namespace Ass.MLNet;

/// <summary>What ONNX Runtime computes with.</summary>
public enum OnnxExecutionProvider
{
    /// <summary>The CPU, or where a GPU's index is given (<see cref="OnnxRuntimeOptions.GpuDeviceId"/>, <c>MLContext.GpuDeviceId</c>) that
    /// GPU, through whichever provider the program's native package has. The default.</summary>
    Auto,

    /// <summary>The CPU, whatever <c>MLContext.GpuDeviceId</c> says.</summary>
    Cpu,

    /// <summary>An NVIDIA GPU. Needs the package Microsoft.ML.OnnxRuntime.Gpu, version 1.31 or later, CUDA and cuDNN.</summary>
    Cuda,

    /// <summary>A GPU on Windows. Needs the package Microsoft.ML.OnnxRuntime.DirectML, version 1.31 or later; the releases known so far are
    /// older, and are refused when a model is loaded.</summary>
    DirectML,
}
