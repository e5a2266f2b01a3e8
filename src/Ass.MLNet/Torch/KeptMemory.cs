namespace Ass.MLNet.Torch;

/// <summary>While an instance is held, memory that libtorch frees on the CPU stays in the process, ready for the next tensors.</summary>
/// <remarks>
/// Why: glibc returns large blocks to Linux as soon as they are freed, so every step and every prediction allocates its gigabyte again,
/// page by page. In a virtual machine that took up to half of a step's time. No more is kept than the peak use, and all of it is returned
/// when the last holder is disposed. Since this affects the whole process's <c>malloc</c>, training enables it only while it runs, and
/// prediction only if the program asks for it; see <see cref="Switch"/>. Windows, macOS, and Linux with another C library have no such
/// setting; nothing changes there.
/// </remarks>
internal sealed class KeptMemory : IDisposable
{
    /// <summary>An <see cref="AppContext"/> switch, read when training begins and when a model is created. Not set: training keeps memory.
    /// True: models keep it too, until they are disposed. False: nothing does.</summary>
    public const string Switch = "Ass.MLNet.KeepNativeMemory";

    private static readonly object Counting = new();
    private static int _holders;
    private static GlibcAllocator? _allocator;

    private bool _disposed;

    private KeptMemory() { }

    ~KeptMemory() => Release();

    /// <summary>Keeps memory for the duration of a training.</summary>
    /// <returns>Null if the program forbids it.</returns>
    public static KeptMemory? KeepForTraining() => Asked() ?? true ? Keep() : null;

    /// <summary>Keeps memory for the lifetime of a model.</summary>
    /// <returns>Null if the program does not ask for it.</returns>
    public static KeptMemory? KeepForScoring() => Asked() ?? false ? Keep() : null;

    /// <summary>Keeps memory until the result and all other instances are disposed.</summary>
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
