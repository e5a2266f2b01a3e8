using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Torch;

/// <summary>Turns libtorch's page-long out-of-memory error into one sentence.</summary>
internal static partial class OutOfMemory
{
    /// <summary>Whether <paramref name="error"/> is libtorch's out-of-memory error, on a CPU or a GPU.</summary>
    public static bool IsReasonOf(Exception error) => error is ExternalException && Complaint().IsMatch(error.Message);

    /// <summary>Creates the error for the user. libtorch's error is not its inner exception: it adds only the allocator's bookkeeping and a
    /// C++ stack trace.</summary>
    /// <param name="error">An error for which <see cref="IsReasonOf"/> is true.</param>
    /// <param name="device">The device that ran out of memory.</param>
    /// <param name="what">The start of the message: the subject that does not fit.</param>
    /// <param name="remedy">Sentences on how to use less memory.</param>
    public static InvalidOperationException Explain(Exception error, Device device, string what, string remedy)
    {
        string wanted = Amount().Match(error.Message) is { Success: true } amount ? $" ({amount.Groups[1].Value} more were asked for)" : "";
        return new(
            $"{what} does not fit into the memory of "
                + $"{(device.type == DeviceType.CPU ? "this machine" : device.ToString())}{wanted}. {remedy}"
        );
    }

    /// <summary>Runs what may need more memory than there is.</summary>
    /// <param name="device">The device whose memory it takes.</param>
    /// <param name="what">See <see cref="Explain"/>.</param>
    /// <param name="remedy">See <see cref="Explain"/>.</param>
    /// <param name="action">What to run.</param>
    /// <exception cref="InvalidOperationException">Memory ran out.</exception>
    public static T Guard<T>(Device device, string what, string remedy, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (IsReasonOf(e))
        {
            throw Explain(e, device, what, remedy);
        }
    }

    [GeneratedRegex("out of memory|can't allocate memory|not enough memory|ALLOC_FAILED", RegexOptions.IgnoreCase)]
    private static partial Regex Complaint();

    [GeneratedRegex(@"tried to allocate ([\d.]+ \w+)", RegexOptions.IgnoreCase)]
    private static partial Regex Amount();
}
