using Ass.MLNet.MLNetInternals;
using Microsoft.ML;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Runtime;

namespace Ass.MLNet.Runtime;

/// <summary>Selects what computes, and opens sessions on it.</summary>
internal static class DeviceChoice
{
    private const string CudaName = "CUDAExecutionProvider";
    private const string CudaLibrary = "onnxruntime_providers_cuda";
    private const string DirectMLName = "DmlExecutionProvider";

    /// <summary>Opens a graph on the device that the options, else the environment, ask for.</summary>
    /// <param name="env">The environment; its log gets a warning on a fallback.</param>
    /// <param name="options">The options, not checked yet.</param>
    /// <param name="open">Opens a session with these settings.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option has a value that is not allowed.</exception>
    /// <exception cref="InvalidOperationException">ONNX Runtime is missing, or the GPU does not work and falling back is not allowed; the
    /// message says what is missing.</exception>
    public static (InferenceSession Session, ComputeDevice Device) Open(
        IHostEnvironment env,
        OnnxRuntimeOptions options,
        Func<SessionOptions, InferenceSession> open
    )
    {
        Check(options);
        OnnxRuntimeLibrary.Require();
        var context = MLNetEnvironment.Gpu(env);
        if (Wanted(options, context.GpuDeviceId) is not { } index)
        {
            return OpenOnCpu();
        }

        string[] providers = OrtEnv.Instance().GetAvailableProviders();
        var device = new ComputeDevice(Resolve(options.Provider, providers), index);
        string reason;
        if (!providers.Contains(device.Provider == OnnxExecutionProvider.DirectML ? DirectMLName : CudaName))
        {
            reason =
                $"the application's ONNX Runtime has no {device.Provider}: add the package {PackageOf(device.Provider)}, "
                + $"version {OnnxRuntimeLibrary.LeastVersion} or later";
        }
        else
        {
            try
            {
                // ONNX Runtime writes a provider's failure to the console before it throws it.
                return (OnnxRuntimeLog.Silence(() => OpenWith(device)), device);
            }
            catch (OnnxRuntimeException e)
            {
                reason = $"{device.Provider} does not start, or does not take the graph: {WhyNot(device.Provider, e)}";
            }
        }

        if (!(options.FallbackToCpu ?? context.FallbackToCpu))
        {
            throw new InvalidOperationException($"{device} was asked for, but {reason}.");
        }

        using var channel = env.Start(nameof(DeviceChoice));
        channel.Warning(MessageSensitivity.None, $"{device} was asked for, but {reason}. Using the CPU.");
        return OpenOnCpu();

        (InferenceSession, ComputeDevice) OpenOnCpu() => (OpenWith(ComputeDevice.Cpu), ComputeDevice.Cpu);

        InferenceSession OpenWith(ComputeDevice on)
        {
            using var settings = SessionSettings.Create(on, options.Threads);
            return open(settings);
        }
    }

    /// <summary>The library that the system does not find, where that is the reason; ONNX Runtime tells it to the console alone.</summary>
    private static string WhyNot(OnnxExecutionProvider provider, OnnxRuntimeException error) =>
        provider == OnnxExecutionProvider.Cuda && OnnxRuntimeLibrary.WhyNotLoaded(CudaLibrary) is { } missing
            ? $"{missing} (CUDA and cuDNN of the package's version have to be on the machine)"
            : OnnxRuntimeLibrary.FirstLine(error.Message);

    private static void Check(OnnxRuntimeOptions options)
    {
        if (!Enum.IsDefined(options.Provider))
        {
            throw new ArgumentOutOfRangeException(
                nameof(options),
                options.Provider,
                $"{nameof(OnnxRuntimeOptions)}.{nameof(options.Provider)} must be "
                    + $"{string.Join(" or ", Enum.GetNames<OnnxExecutionProvider>())}."
            );
        }

        RequireAtLeast(options.GpuDeviceId, 0, nameof(options.GpuDeviceId));
        RequireAtLeast(options.Threads, 1, nameof(options.Threads));
    }

    private static void RequireAtLeast(int? value, int least, string name)
    {
        if (value < least)
        {
            throw new ArgumentOutOfRangeException(
                "options",
                value,
                $"{nameof(OnnxRuntimeOptions)}.{name} must be at least {least}, or null for the default."
            );
        }
    }

    /// <summary>The index of the GPU; null for the CPU.</summary>
    private static int? Wanted(OnnxRuntimeOptions options, int? ofContext) =>
        options.Provider switch
        {
            OnnxExecutionProvider.Cpu => null,
            OnnxExecutionProvider.Auto => options.GpuDeviceId ?? ofContext,
            _ => options.GpuDeviceId ?? ofContext ?? 0,
        };

    private static OnnxExecutionProvider Resolve(OnnxExecutionProvider provider, string[] available) =>
        provider != OnnxExecutionProvider.Auto ? provider
        : available.Contains(DirectMLName) ? OnnxExecutionProvider.DirectML
        : OnnxExecutionProvider.Cuda;

    private static string PackageOf(OnnxExecutionProvider provider) =>
        provider == OnnxExecutionProvider.DirectML ? "Microsoft.ML.OnnxRuntime.DirectML (Windows)" : "Microsoft.ML.OnnxRuntime.Gpu";
}
