using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Torch;

/// <summary>Says in a sentence that a device's memory does not suffice, where libtorch says it on a page.</summary>
internal static partial class OutOfMemory
{
    /// <summary>Whether <paramref name="error"/> is libtorch's for memory that it did not get, on a CPU or a GPU.</summary>
    public static bool IsReasonOf(Exception error) => error is ExternalException && Complaint().IsMatch(error.Message);

    /// <summary>The error for a user. libtorch's own is not its inner one: it has the allocator's bookkeeping and a stack of C++ calls, and
    /// nothing else that helps.</summary>
    /// <param name="error">One for which <see cref="IsReasonOf"/> is true.</param>
    /// <param name="device">Whose memory.</param>
    /// <param name="what">What does not fit, the start of a sentence.</param>
    /// <param name="remedy">Sentences about what needs less.</param>
    public static InvalidOperationException Explain(Exception error, Device device, string what, string remedy)
    {
        string wanted = Amount().Match(error.Message) is { Success: true } amount ? $" ({amount.Groups[1].Value} more were asked for)" : "";
        return new(
            $"{what} does not fit into the memory of "
                + $"{(device.type == DeviceType.CPU ? "this machine" : device.ToString())}{wanted}. {remedy}"
        );
    }

    [GeneratedRegex("out of memory|can't allocate memory|not enough memory|ALLOC_FAILED", RegexOptions.IgnoreCase)]
    private static partial Regex Complaint();

    [GeneratedRegex(@"tried to allocate ([\d.]+ \w+)", RegexOptions.IgnoreCase)]
    private static partial Regex Amount();
}
