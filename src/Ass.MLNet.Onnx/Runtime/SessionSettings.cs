using System.Globalization;
using Microsoft.ML.OnnxRuntime;

namespace Ass.MLNet.Runtime;

/// <summary>How sessions run.</summary>
/// <remarks>
/// Why without ONNX Runtime's memory pattern and arena, which are for inputs of one size: a pattern is planned and kept for every size that
/// comes, and the arena grows by powers of two and gives nothing back, so that one large image costs its memory for as long as the model
/// lives. Over 120 images of as many sizes, up to 960×760, a process with ResNet-18 grew to 414 MB with both and to 344 MB without, in the
/// same time; after two images of 1400×1000 it stayed at 376 MB with the arena, and at 250 to 310 MB without.
/// <para>Why exact sums of bytes: on x86 processors without VNNI, ONNX Runtime by default adds products of uint8 and int8 in 16 bits and
/// cuts off what does not fit, so that a quantized model gives pixels other classes there. Elsewhere the entry changes nothing.</para>
/// <para>Why CUDA's provider is told how to choose convolutions and to take memory: by default it tries all algorithms of every convolution
/// for every size that comes, and its arena grows by powers of two.</para>
/// </remarks>
internal static class SessionSettings
{
    /// <summary>Creates the settings; the caller disposes of them.</summary>
    /// <param name="device">What computes.</param>
    /// <param name="threads">The number of threads for an image on the CPU; null: ONNX Runtime's choice.</param>
    /// <exception cref="OnnxRuntimeException">The device does not start.</exception>
    public static SessionOptions Create(ComputeDevice device, int? threads)
    {
        var settings = new SessionOptions
        {
            EnableMemoryPattern = false,
            EnableCpuMemArena = false,

            // What fails is thrown; a library writes nothing to the console.
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        try
        {
            settings.AddSessionConfigEntry("session.x64quantprecision", "1");
            if (threads is { } count)
            {
                settings.IntraOpNumThreads = count;
            }
            if (device.Provider == OnnxExecutionProvider.Cuda)
            {
                AddCuda(settings, device.Index);
            }
            if (device.Provider == OnnxExecutionProvider.DirectML)
            {
                settings.AppendExecutionProvider_DML(device.Index);
            }
            return settings;
        }
        catch
        {
            settings.Dispose();
            throw;
        }
    }

    private static void AddCuda(SessionOptions settings, int index)
    {
        using var cuda = new OrtCUDAProviderOptions();
        cuda.UpdateOptions(
            new Dictionary<string, string>
            {
                ["device_id"] = index.ToString(CultureInfo.InvariantCulture),
                ["cudnn_conv_algo_search"] = "HEURISTIC",
                ["arena_extend_strategy"] = "kSameAsRequested",
            }
        );
        settings.AppendExecutionProvider_CUDA(cuda);
    }
}
