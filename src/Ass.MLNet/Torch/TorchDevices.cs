using System.Runtime.InteropServices;
using Ass.MLNet.MLNetInternals;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using TorchSharp;

namespace Ass.MLNet.Torch;

/// <summary>Selects the device that the network runs on.</summary>
internal static class TorchDevices
{
    /// <summary>The requested device: the option, else <see cref="MLContext.GpuDeviceId"/>, else the CPU.</summary>
    /// <param name="env">The environment; its log gets a warning on a fallback.</param>
    /// <param name="gpuDeviceId">Index of the CUDA device, from 0, or null to use the environment's.</param>
    /// <param name="fallbackToCpu">Whether to fall back to the CPU if the GPU does not work, or null to use the environment's setting
    /// (default false).</param>
    /// <exception cref="InvalidOperationException"> libtorch is missing, or the GPU does not work and falling back is not allowed; the
    /// message names what is missing.
    /// </exception>
    public static torch.Device Resolve(IHostEnvironment env, int? gpuDeviceId, bool? fallbackToCpu)
    {
        TorchLibrary.Require();
        var context = MLNetEnvironment.Gpu(env);
        if ((gpuDeviceId ?? context.GpuDeviceId) is not { } index)
        {
            return Cpu();
        }

        ArgumentOutOfRangeException.ThrowIfNegative(index, nameof(gpuDeviceId));
        if (WhyUnusable(index) is not { } reason)
        {
            return torch.device(DeviceType.CUDA, index);
        }

        if (!(fallbackToCpu ?? context.FallbackToCpu))
        {
            throw new InvalidOperationException($"GPU {index} was asked for, but {reason}.");
        }

        using var channel = env.Start(nameof(TorchDevices));
        channel.Warning(MessageSensitivity.None, $"GPU {index} was asked for, but {reason}. Using the CPU.");
        return Cpu();
    }

    private static torch.Device Cpu()
    {
        NativeWarnings.Hide();
        return torch.CPU;
    }

    // Null if the device works. TorchSharp fails silently when CUDA does not load, hence the check for its library. A listed device may
    // still be too old for this libtorch's kernels, hence the test tensor.
    private static string? WhyUnusable(int index)
    {
        if (!IsCudaLibraryPresent())
        {
            string package = OperatingSystem.IsWindows() ? "TorchSharp-cuda-windows" : "TorchSharp-cuda-linux";
            return $"the application brings no CUDA build of libtorch (reference the package {package} instead of libtorch-cpu)";
        }

        if (!torch.cuda.is_available())
        {
            return "CUDA does not start: the NVIDIA driver is missing or too old for this libtorch";
        }

        int count = torch.cuda.device_count();
        if (index >= count)
        {
            return $"the machine has {count} CUDA device(s), numbered from 0";
        }

        try
        {
            using var probe = torch.ones(1, device: torch.device(DeviceType.CUDA, index));
            using var doubled = probe.Plus(probe);
            using var onCpu = doubled.cpu();
            return onCpu.item<float>() == 2 ? null : "it computes wrong results";
        }
        catch (Exception e) when (e is ExternalException or InvalidOperationException)
        {
            return $"it failed on a tensor of one element: {e.Message.AsSpan().Trim().ToString().Split('\n')[0]}";
        }
    }

    // In the application's folders, already in the process, or on the system's library search path.
    private static bool IsCudaLibraryPresent()
    {
        string library = OperatingSystem.IsWindows() ? "torch_cuda.dll" : "libtorch_cuda.so";
        return NativeFiles.Exists(library) || NativeLibrary.TryLoad(library, out _);
    }
}
