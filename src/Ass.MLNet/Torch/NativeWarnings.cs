using System.Runtime.InteropServices;
using TorchSharp;

namespace Ass.MLNet.Torch;

/// <summary>Keeps libtorch's own warnings from the terminal when it computes on the CPU.</summary>
/// <remarks>
/// Where a processor lacks what its NNPACK library wants, which is common in virtual machines, libtorch writes a warning to standard error
/// at nearly every convolution, thousands a minute, and falls back to other code. Its level for that has no switch that a .NET program can
/// reach (an environment variable is read by Python's start-up code only), but is an exported number. Windows builds do not export it under
/// this name: there nothing is changed.
/// </remarks>
internal static class NativeWarnings
{
    private const int ErrorLevel = 2;

    private static int _done;

    /// <summary>Raises libtorch's level to errors, once a process.</summary>
    public static void Hide()
    {
        if (Interlocked.Exchange(ref _done, 1) != 0)
        {
            return;
        }

        if (
            NativeLibrary.TryLoad("libc10", typeof(torch).Assembly, searchPath: null, out nint library)
            && NativeLibrary.TryGetExport(library, "FLAGS_caffe2_log_level", out nint level)
        )
        {
            Marshal.WriteInt32(level, ErrorLevel);
        }
    }
}
