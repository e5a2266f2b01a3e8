namespace Ass.MLNet.Torch;

/// <summary>While someone holds one: memory that libtorch frees on the CPU stays with the process, ready for the next tensors.</summary>
/// <remarks>
/// Why: glibc gives large blocks back to Linux as soon as they are free, and every step, and every prediction, takes its gigabyte anew,
/// page by page. In a virtual machine that was up to half of a step's time. Nothing more is kept than was in use at one moment, and all of
/// it goes back when the last holder is disposed. It concerns all of the process's <c>malloc</c>, so that training does it for its own
/// time, and prediction only in a program that asks for it; see <see cref="Switch"/>. Windows, macOS, and Linux with another C library have
/// no such switch; there nothing changes.
/// </remarks>
internal sealed class KeptMemory : IDisposable
{
    /// <summary>An <see cref="AppContext"/> switch, read when a training begins and when a model is made. Not set: training holds memory.
    /// True: models do, too, as long as they are not disposed. False: nobody does.</summary>
    public const string Switch = "Ass.MLNet.KeepNativeMemory";

    private static readonly object Counting = new();
    private static int _holders;
    private static GlibcAllocator? _allocator;

    private bool _disposed;

    private KeptMemory() { }

    ~KeptMemory() => Release();

    /// <summary>For the time of a training.</summary>
    /// <returns>Null where the program forbids it.</returns>
    public static KeptMemory? KeepForTraining() => Asked() ?? true ? Keep() : null;

    /// <summary>For the life of a model.</summary>
    /// <returns>Null where the program does not ask for it.</returns>
    public static KeptMemory? KeepForScoring() => Asked() ?? false ? Keep() : null;

    /// <summary>Keeps memory until the result, and all others, are disposed.</summary>
    public static KeptMemory Keep()
    {
        lock (Counting)
        {
            if (_holders++ == 0)
            {
                _allocator ??= GlibcAllocator.Find();
                _allocator?.KeepFreed();
            }
        }

        return new KeptMemory();
    }

    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    private static bool? Asked() => AppContext.TryGetSwitch(Switch, out bool on) ? on : null;

    private void Release()
    {
        lock (Counting)
        {
            if (_disposed)
            {
                return;
            }
            _disposed = true;
            if (--_holders == 0)
            {
                _allocator?.GiveBack();
            }
        }
    }
}
