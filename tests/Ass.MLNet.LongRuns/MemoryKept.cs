using System.Runtime.InteropServices;
using Ass.MLNet;
using Microsoft.ML;
using static TorchSharp.torch;

namespace LongRuns;

/// <summary>How much of what is freed stays with the process, without and with the switch that asks for it. For Linux with glibc.</summary>
internal static class MemoryKept
{
    public static void Run(string file)
    {
        var ml = new MLContext();
        using (AssSegmentationTransformer.Load(ml, file))
        {
            Print("with a model", FillAndFree);
        }
        AppContext.SetSwitch("Ass.MLNet.KeepNativeMemory", true);
        Print("after one that keeps memory", () =>
        {
            using (AssSegmentationTransformer.Load(ml, file))
            {
                Print("with a model that keeps memory", FillAndFree);
            }
        });
        AppContext.SetSwitch("Ass.MLNet.KeepNativeMemory", false);
        using (AssSegmentationTransformer.Load(ml, file))
        {
            Print("with a model afterwards", FillAndFree);
        }
    }

    /// <summary>400 MB in ten tensors, all of them live at one moment.</summary>
    private static void FillAndFree()
    {
        var tensors = Enumerable.Range(0, 10).Select(_ => ones(10 << 20)).ToArray();
        foreach (var tensor in tensors)
        {
            tensor.Dispose();
        }
    }

    private static void Print(string when, Action work)
    {
        var (held, resident) = (Held(), Environment.WorkingSet);
        work();
        long kept = Math.Min(Held() - held, Environment.WorkingSet - resident);
        Console.WriteLine($"{when}: kept {kept >> 20} MB of 400");
    }

    /// <summary>Bytes that malloc has from the system, used or free. Some of them may no longer be resident; and how many are resident
    /// depends, too, on what the system does with the process's other pages.</summary>
    private static long Held()
    {
        var info = MallInfo2();
        return (long)(info.Arena + info.MappedBytes);
    }

    [DllImport("libc.so.6", EntryPoint = "mallinfo2")]
    private static extern MallocInfo MallInfo2();

    /// <summary>mallinfo2 of malloc.h.</summary>
    private readonly record struct MallocInfo(
        nuint Arena,
        nuint FreeChunks,
        nuint FastChunks,
        nuint MappedBlocks,
        nuint MappedBytes,
        nuint Unused,
        nuint FastBytes,
        nuint UsedBytes,
        nuint FreeBytes,
        nuint TopBytes
    );
}
