using System.Runtime.InteropServices;

namespace Ass.MLNet.Torch;

/// <summary>The settings of glibc's <c>malloc</c> that decide when freed memory goes back to Linux.</summary>
/// <remarks>
/// They belong to the whole process, and there is no way to ask for them. What the environment sets (<c>MALLOC_TRIM_THRESHOLD_</c> and so
/// on, or <c>GLIBC_TUNABLES</c>) is therefore left as it is, and so comes back by itself. The others go back to what a process has that
/// freed large blocks, as whoever uses libtorch does: glibc learns from each block which sizes are worth keeping, up to these limits, and
/// stops learning once it was told anything.
/// </remarks>
internal sealed unsafe class GlibcAllocator
{
    // Parameters of mallopt(3).
    private const int TrimThreshold = -1,
        TopPad = -2,
        MapThreshold = -3,
        MaximumMaps = -4;

    /// <summary>Where glibc's learning ends: blocks from here on always go back to Linux, and so does what is free at the end of the heap
    /// beyond twice that.</summary>
    private const int LargestKeptBlock = 32 << 20;

    private const int DefaultTopPad = 128 * 1024,
        DefaultMaximumMaps = 65536;

    /// <summary>More than two of the 64 MB heaps that threads but the first have: so much may stay unused before one is given
    /// back.</summary>
    private const int KeptPad = 160 << 20;

    private static readonly (int Parameter, string Variable, string Tunable)[] Variables =
    [
        (TrimThreshold, "MALLOC_TRIM_THRESHOLD_", "glibc.malloc.trim_threshold"),
        (TopPad, "MALLOC_TOP_PAD_", "glibc.malloc.top_pad"),
        (MapThreshold, "MALLOC_MMAP_THRESHOLD_", "glibc.malloc.mmap_threshold"),
        (MaximumMaps, "MALLOC_MMAP_MAX_", "glibc.malloc.mmap_max"),
    ];

    private readonly delegate* unmanaged<int, int, int> _mallopt;
    private readonly delegate* unmanaged<nuint, int> _trim;
    private readonly HashSet<int> _set;

    private GlibcAllocator(nint mallopt, nint trim)
    {
        _mallopt = (delegate* unmanaged<int, int, int>)mallopt;
        _trim = (delegate* unmanaged<nuint, int>)trim;
        _set = SetByEnvironment(Environment.GetEnvironmentVariable);
    }

    /// <returns>Null on other systems, and on Linux with another C library.</returns>
    public static GlibcAllocator? Find() =>
        OperatingSystem.IsLinux()
        && NativeLibrary.TryLoad("libc.so.6", out nint library)
        && NativeLibrary.TryGetExport(library, "gnu_get_libc_version", out _)
        && NativeLibrary.TryGetExport(library, "mallopt", out nint mallopt)
        && NativeLibrary.TryGetExport(library, "malloc_trim", out nint trim)
            ? new GlibcAllocator(mallopt, trim)
            : null;

    /// <summary>The parameters that an environment sets.</summary>
    /// <param name="variable">The value of a variable; null where there is none.</param>
    internal static HashSet<int> SetByEnvironment(Func<string, string?> variable)
    {
        string tunables = variable("GLIBC_TUNABLES") ?? "";
        return
        [
            .. Variables
                .Where(v => variable(v.Variable) is not null || tunables.Contains(v.Tunable + "=", StringComparison.Ordinal))
                .Select(v => v.Parameter),
        ];
    }

    /// <summary>From here on freed memory stays with the process.</summary>
    public void KeepFreed()
    {
        Set(TrimThreshold, int.MaxValue);
        Set(TopPad, KeptPad);
        Set(MaximumMaps, 0);
    }

    /// <summary>Ends that, and gives back what is free.</summary>
    public void GiveBack()
    {
        Set(TrimThreshold, 2 * LargestKeptBlock);
        Set(TopPad, DefaultTopPad);
        Set(MapThreshold, LargestKeptBlock);
        Set(MaximumMaps, DefaultMaximumMaps);
        _ = _trim(0);
    }

    private void Set(int parameter, int value)
    {
        if (!_set.Contains(parameter))
        {
            _ = _mallopt(parameter, value);
        }
    }
}
