using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Ass.MLNet.Nccl;

namespace Ass.MLNet.Tests;

/// <summary>NCCL and CUDA's driver for GPUs whose memory is the machine's and whose processes are threads, by the same functions. As with
/// GPUs, a sum is computed after the call that asks for it, and only once all have asked.</summary>
internal static unsafe class FakeGpus
{
    public const int Version = 22703;

    private const int NotReady = 600;
    private const byte Mark = 77;

    // Contexts and communicators are numbers: those of rank and GPU r are r and 1 more, above these.
    private const int FirstContext = 100;
    private const int FirstCommunicator = 200;

    [ThreadStatic]
    private static Stack<nint>? _contexts;

    private static Barrier _meeting = new(1);
    private static Sum?[] _sums = [];

    /// <summary>What goes wrong.</summary>
    public static FakeFault Fault { get; private set; }

    /// <summary>Communicators that were given back.</summary>
    public static int Aborted => _aborted;

    private static int _aborted;

    public static void Reset(int size, FakeFault fault = FakeFault.None)
    {
        (_meeting, _sums, Fault, _aborted) = (new Barrier(size), new Sum[size], fault, 0);
    }

    public static NcclLibrary Nccl(bool isOther = false) =>
        new()
        {
            GetVersion = isOther ? &GetOtherVersion : &GetVersion,
            GetUniqueId = &GetUniqueId,
            CommInitRank = &CommInitRank,
            AllReduce = &AllReduce,
            CommGetAsyncError = &CommGetAsyncError,
            CommAbort = &CommAbort,
            GetErrorString = &GetErrorString,
        };

    public static CudaDriver Cuda() =>
        new()
        {
            Init = &Init,
            DeviceGet = &DeviceGet,
            PrimaryContextRetain = &PrimaryContextRetain,
            ContextPush = &ContextPush,
            ContextPop = &ContextPop,
            StreamQuery = &StreamQuery,
            Allocate = &Allocate,
            Free = &Free,
            CopyToGpu = &CopyToGpu,
            CopyFromGpu = &CopyFromGpu,
            GetErrorName = &GetErrorName,
        };

    [UnmanagedCallersOnly]
    private static int GetVersion(int* version)
    {
        *version = Version;
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int GetOtherVersion(int* version)
    {
        *version = 22000;
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int GetUniqueId(NcclId* id)
    {
        new Span<byte>(id, NcclId.Length).Fill(Mark);
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int CommInitRank(nint* communicator, int size, NcclId id, int rank)
    {
        if (Fault == FakeFault.SameGpu)
        {
            return 5;
        }
        bool isKnown = !new ReadOnlySpan<byte>(&id, NcclId.Length).ContainsAnyExcept(Mark);
        if (!isKnown || size != _sums.Length || CurrentContext() != FirstContext + rank)
        {
            return 4;
        }
        if (Fault == FakeFault.NeverJoins && rank == 1)
        {
            Thread.Sleep(Timeout.Infinite);
        }
        _meeting.SignalAndWait();
        *communicator = FirstCommunicator + rank;
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int AllReduce(void* send, void* receive, nuint count, int type, int operation, nint communicator, nint stream)
    {
        int rank = (int)communicator - FirstCommunicator;
        if (send != receive || type != 7 || operation != 0 || stream != 0 || CurrentContext() != FirstContext + rank)
        {
            return 4;
        }
        _sums[rank] = new Sum((nint)receive, (int)count);
        var (meeting, sums) = (_meeting, _sums);
        new Thread(() => Add(rank, meeting, sums)) { IsBackground = true }.Start();
        return 0;
    }

    /// <remarks>A test may have ended, and another begun, before a thread of it has.</remarks>
    private static void Add(int rank, Barrier meeting, Sum?[] all)
    {
        if (Fault == FakeFault.NeverAdds && rank == 1)
        {
            return;
        }
        meeting.SignalAndWait();
        var own = all[rank]!;
        float[] sums = new float[own.Count];
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] = all.Sum(sum => ((float*)sum!.Address)[i]);
        }
        if (Fault == FakeFault.AddsWrongly)
        {
            sums[^1]++;
        }
        meeting.SignalAndWait();
        sums.CopyTo(new Span<float>((void*)own.Address, own.Count));
        Thread.Sleep(5);
        own.IsDone = true;
    }

    [UnmanagedCallersOnly]
    private static int CommGetAsyncError(nint communicator, int* error)
    {
        *error = Fault == FakeFault.LosesTheNetwork ? 6 : 0;
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int CommAbort(nint communicator)
    {
        Interlocked.Increment(ref _aborted);
        return 0;
    }

    [UnmanagedCallersOnly]
    private static byte* GetErrorString(int code) =>
        (byte*)
            Unsafe.AsPointer(
                ref MemoryMarshal.GetReference(
                    code switch
                    {
                        5 => "invalid usage"u8,
                        6 => "remote process exited or there was a network error"u8,
                        _ => "invalid argument"u8,
                    }
                )
            );

    [UnmanagedCallersOnly]
    private static int Init(uint flags) => 0;

    [UnmanagedCallersOnly]
    private static int DeviceGet(int* device, int index)
    {
        *device = index;
        return index < _sums.Length ? 0 : 101;
    }

    [UnmanagedCallersOnly]
    private static int PrimaryContextRetain(nint* context, int device)
    {
        *context = FirstContext + device;
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int ContextPush(nint context)
    {
        (_contexts ??= []).Push(context);
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int ContextPop(nint* context)
    {
        *context = _contexts!.Pop();
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int StreamQuery(nint stream) => _sums[CurrentContext() - FirstContext] is { IsDone: false } ? NotReady : 0;

    [UnmanagedCallersOnly]
    private static int Allocate(ulong* address, nuint bytes)
    {
        *address = (ulong)NativeMemory.Alloc(bytes);
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int Free(ulong address)
    {
        NativeMemory.Free((void*)address);
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int CopyToGpu(ulong there, void* here, nuint bytes)
    {
        NativeMemory.Copy(here, (void*)there, bytes);
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int CopyFromGpu(void* here, ulong there, nuint bytes)
    {
        NativeMemory.Copy((void*)there, here, bytes);
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int GetErrorName(int code, byte** name)
    {
        *name = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference("CUDA_ERROR_INVALID_DEVICE"u8));
        return 0;
    }

    private static int CurrentContext() => _contexts is { Count: > 0 } ? (int)_contexts.Peek() : -1;

    private sealed class Sum(nint address, int count)
    {
        public nint Address => address;

        public int Count => count;

        public volatile bool IsDone;
    }
}

public enum FakeFault
{
    None,
    SameGpu,
    NeverJoins,
    NeverAdds,
    AddsWrongly,
    LosesTheNetwork,
}
