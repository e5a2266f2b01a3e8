using System.Diagnostics;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

/// <summary>Alone: what other tests take would count.</summary>
[Collection(nameof(NativeMemoryTests))]
[CollectionDefinition(nameof(NativeMemoryTests), DisableParallelization = true)]
public class NativeMemoryTests
{
    private const long Megabyte = 1 << 20;

    [Fact]
    public void While_held_freed_tensors_leave_their_memory_to_the_next_ones()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var memory = NativeMemory.Keep();
        long before = Resident();
        FillAndFree();
        long kept = Resident();
        FillAndFree();

        Assert.InRange(kept - before, 300 * Megabyte, 900 * Megabyte);
        Assert.InRange(Resident() - kept, -250 * Megabyte, 250 * Megabyte);
    }

    /// <summary>400 MB in tensors of 25 MB, all of them live at one moment.</summary>
    private static void FillAndFree()
    {
        var tensors = Enumerable.Range(0, 16).Select(_ => ones(25 * Megabyte / sizeof(float))).ToArray();
        foreach (var tensor in tensors)
            tensor.Dispose();
    }

    private static long Resident()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
