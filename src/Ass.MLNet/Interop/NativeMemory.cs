using System.Runtime.InteropServices;

namespace Ass.MLNet;

/// <summary>While someone holds one: memory that libtorch frees on the CPU stays with the process, ready for the next tensors.</summary>
/// <remarks>
/// Why: glibc gives large blocks back to Linux as soon as they are free, and every step, and every prediction, takes its gigabyte anew, page by
/// page. In a virtual machine that was up to half of a step's time. Nothing more is kept than was in use at one moment, and all of it goes back
/// when the last holder is disposed. Windows and macOS, and Linux with another C library, have no such switch; there nothing changes. To turn it
/// off, set the <see cref="AppContext"/> switch <see cref="Switch"/> to false (the process's memory then follows its use, and it is slower).
/// </remarks>
internal sealed class NativeMemory : IDisposable
{
    /// <summary>On unless a program says otherwise.</summary>
    public const string Switch = "Ass.MLNet.KeepNativeMemory";

    // Parameters of mallopt(3), and glibc's defaults.
    private const int TrimThreshold = -1, TopPad = -2, MaximumMaps = -4;
    private const int DefaultTrimThreshold = 128 * 1024, DefaultTopPad = 128 * 1024, DefaultMaximumMaps = 65536;

    /// <summary>More than two of the 64 MB heaps that threads but the first have: so much may stay unused before one is given back.</summary>
    private const int KeptPad = 160 << 20;

    private static readonly object Counting = new();
    private static int holders;
    private static Allocator? allocator;

    private bool disposed;

    private NativeMemory()
    {
    }

    /// <summary>Keeps memory until the result, and all others, are disposed.</summary>
    public static NativeMemory Keep()
    {
        lock (Counting)
        {
            if (holders++ == 0 && (!AppContext.TryGetSwitch(Switch, out bool wanted) || wanted))
            {
                allocator = Allocator.Find();
                allocator?.Set(int.MaxValue, KeptPad, 0);
            }
        }

        return new NativeMemory();
    }

    public void Dispose()
    {
        lock (Counting)
        {
            if (disposed)
                return;
            disposed = true;
            if (--holders > 0)
                return;
            allocator?.Set(DefaultTrimThreshold, DefaultTopPad, DefaultMaximumMaps);
            allocator?.GiveBack();
            allocator = null;
        }
    }

    /// <summary>glibc's.</summary>
    private sealed unsafe class Allocator(nint mallopt, nint trim)
    {
        private readonly delegate* unmanaged<int, int, int> mallopt = (delegate* unmanaged<int, int, int>)mallopt;
        private readonly delegate* unmanaged<nuint, int> trim = (delegate* unmanaged<nuint, int>)trim;

        /// <returns>Null where there is none.</returns>
        public static Allocator? Find() =>
            OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out nint library)
            && NativeLibrary.TryGetExport(library, "gnu_get_libc_version", out _)
            && NativeLibrary.TryGetExport(library, "mallopt", out nint mallopt) && NativeLibrary.TryGetExport(library, "malloc_trim", out nint trim)
                ? new Allocator(mallopt, trim)
                : null;

        public void Set(int trimThreshold, int topPad, int maximumMaps)
        {
            _ = mallopt(TrimThreshold, trimThreshold);
            _ = mallopt(TopPad, topPad);
            _ = mallopt(MaximumMaps, maximumMaps);
        }

        public void GiveBack() => _ = trim(0);
    }
}
