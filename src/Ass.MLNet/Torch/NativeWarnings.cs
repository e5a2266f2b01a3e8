using System.Runtime.InteropServices;
using TorchSharp;

namespace Ass.MLNet.Torch;

/// <summary>Keeps libtorch's warnings off the terminal when it computes on the CPU.</summary>
/// <remarks>
/// If the processor lacks features that NNPACK needs, which is common in virtual machines, libtorch falls back to other code and writes a
/// warning to standard error at nearly every convolution, thousands a minute. A .NET program has no setting for the log level (only
/// Python's start-up code reads the environment variable), but the level is an exported variable. Windows builds do not export it under
/// this name; nothing changes there.
/// </remarks>
internal static class NativeWarnings
{
    private const int ErrorLevel = 2;

    private static int _done;

    /// <summary>Raises libtorch's log level to errors, once per process.</summary>
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
