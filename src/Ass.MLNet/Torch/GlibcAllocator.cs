using System.Runtime.InteropServices;

namespace Ass.MLNet.Torch;

/// <summary>The glibc <c>malloc</c> settings that control when freed memory is returned to Linux.</summary>
/// <remarks>
/// They apply to the whole process and cannot be read. Settings from the environment (<c>MALLOC_TRIM_THRESHOLD_</c> and so on, or
/// <c>GLIBC_TUNABLES</c>) are therefore never changed and need no restoring. The others are restored to the values of a process that has
/// freed large blocks, as any user of libtorch does: glibc learns from each freed block which sizes are worth keeping, up to these limits,
/// and stops learning once any of these settings is changed.
/// </remarks>
internal sealed unsafe class GlibcAllocator
{
    // Parameters of mallopt(3).
    private const int TrimThreshold = -1,
        TopPad = -2,
        MapThreshold = -3,
        MaximumMaps = -4;

    /// <summary>The limit of glibc's learning, in bytes: larger blocks always return to Linux, as does free memory at the end of the heap
    /// beyond twice that size.</summary>
    private const int LargestKeptBlock = 32 << 20;

    private const int DefaultTopPad = 128 * 1024,
        DefaultMaximumMaps = 65536;

    /// <summary>Unused bytes to keep before a heap is returned: more than two of the 64 MB heaps that all threads but the first
    /// use.</summary>
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

    /// <summary>The parameters that the environment sets.</summary>
    /// <param name="variable">Returns the value of an environment variable, or null.</param>
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

    /// <summary>Keeps freed memory in the process from now on.</summary>
    public void KeepFreed()
    {
        Set(TrimThreshold, int.MaxValue);
        Set(TopPad, KeptPad);
        Set(MaximumMaps, 0);
    }

    /// <summary>Restores the settings and returns free memory to Linux.</summary>
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
