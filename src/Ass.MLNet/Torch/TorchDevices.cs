using System.Runtime.InteropServices;
using Ass.MLNet.MLNetInternals;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using TorchSharp;

namespace Ass.MLNet.Torch;

/// <summary>The one place where it is decided what the network runs on.</summary>
internal static class TorchDevices
{
    /// <summary>The device asked for: the option, else <see cref="MLContext.GpuDeviceId"/>, else the CPU.</summary>
    /// <param name="env">The environment; a fallback is reported on its log as a warning.</param>
    /// <param name="gpuDeviceId">Index of the CUDA device, from 0, or null to ask the environment.</param>
    /// <param name="fallbackToCpu">Whether the CPU will do where the GPU does not work, or null to ask the environment, where it is false
    /// unless set.</param>
    /// <exception cref="InvalidOperationException">
    /// There is no libtorch, or the GPU does not work and the CPU will not do; the message names what is missing.
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

    // Null when the device works. A failing load of CUDA is silent in TorchSharp, hence the look for its library, and a device that is
    // listed can still be too old for the kernels of this libtorch, hence the tensor.
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
            using var doubled = probe + probe;
            using var onCpu = doubled.cpu();
            return onCpu.item<float>() == 2 ? null : "it computes wrong results";
        }
        catch (Exception e) when (e is ExternalException or InvalidOperationException)
        {
            return $"it failed on a tensor of one element: {e.Message.AsSpan().Trim().ToString().Split('\n')[0]}";
        }
    }

    // In the application's folders, in the process already, or wherever the system looks for libraries.
    private static bool IsCudaLibraryPresent()
    {
        string library = OperatingSystem.IsWindows() ? "torch_cuda.dll" : "libtorch_cuda.so";
        return NativeFiles.Exists(library) || NativeLibrary.TryLoad(library, out _);
    }
}
