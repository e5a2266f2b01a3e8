using System.Text.RegularExpressions;
using Ass.MLNet.Images;
using Ass.MLNet.Runtime;
using Microsoft.ML.OnnxRuntime;

namespace Ass.MLNet.Prediction;

/// <summary>Turns ONNX Runtime's errors while it runs a graph into a sentence.</summary>
internal static partial class RunFailure
{
    /// <param name="error">ONNX Runtime's error.</param>
    /// <param name="device">What computed.</param>
    /// <param name="image">The image that the graph saw.</param>
    public static InvalidOperationException Explain(OnnxRuntimeException error, ComputeDevice device, BgrImage image)
    {
        string what = $"image of {image.Width}x{image.Height}";
        return OutOfMemory().IsMatch(error.Message)
            ? new InvalidOperationException(
                $"An {what} does not fit into the memory of {(device.IsCpu ? "this machine" : device)}. Less is needed for smaller images, "
                    + "or with a model that was trained for smaller ones."
            )
            : new InvalidOperationException(
                $"ONNX Runtime cannot run the graph on an {what}: {OnnxRuntimeLibrary.FirstLine(error.Message)}.",
                error
            );
    }

    [GeneratedRegex("bad_alloc|bad allocation|failed to allocate|out of memory|ALLOC_FAILED|E_OUTOFMEMORY", RegexOptions.IgnoreCase)]
    private static partial Regex OutOfMemory();
}
