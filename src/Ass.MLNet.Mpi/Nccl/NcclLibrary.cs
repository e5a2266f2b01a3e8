using System.Runtime.InteropServices;

namespace Ass.MLNet.Nccl;

/// <summary>The functions of NCCL, NVIDIA's library for sums over GPUs, that are used: those of <c>nccl.h</c>, version 2.</summary>
internal unsafe class NcclLibrary
{
    /// <summary>ncclFloat32.</summary>
    public const int Float = 7;

    /// <summary>ncclSum.</summary>
    public const int SumOperation = 0;

    /// <summary>ncclInProgress: no error.</summary>
    public const int InProgress = 7;

    public const string DoWithout = "--no-nccl, or useNccl: false, does without it";

    private static readonly string[] Names = ["libnccl.so.2", "libnccl.so"];

    public delegate* unmanaged<int*, int> GetVersion;
    public delegate* unmanaged<NcclId*, int> GetUniqueId;
    public delegate* unmanaged<nint*, int, NcclId, int, int> CommInitRank;
    public delegate* unmanaged<void*, void*, nuint, int, int, nint, nint, int> AllReduce;
    public delegate* unmanaged<nint, int*, int> CommGetAsyncError;
    public delegate* unmanaged<nint, int> CommAbort;
    public delegate* unmanaged<int, byte*> GetErrorString;

    /// <summary>Loads the library; null if there is none, or none with these functions.</summary>
    public static NcclLibrary? Load()
    {
        // Otherwise connections are made in the first sum that needs them, which then waits without asking anybody.
        NativeEnvironment.Default("NCCL_RUNTIME_CONNECT", "0");
        return NativeFunctions.Load(Names, functions => new NcclLibrary
        {
            GetVersion = (delegate* unmanaged<int*, int>)functions["ncclGetVersion"],
            GetUniqueId = (delegate* unmanaged<NcclId*, int>)functions["ncclGetUniqueId"],
            CommInitRank = (delegate* unmanaged<nint*, int, NcclId, int, int>)functions["ncclCommInitRank"],
            AllReduce = (delegate* unmanaged<void*, void*, nuint, int, int, nint, nint, int>)functions["ncclAllReduce"],
            CommGetAsyncError = (delegate* unmanaged<nint, int*, int>)functions["ncclCommGetAsyncError"],
            CommAbort = (delegate* unmanaged<nint, int>)functions["ncclCommAbort"],
            GetErrorString = (delegate* unmanaged<int, byte*>)functions["ncclGetErrorString"],
        });
    }

    /// <summary>The version, such as 22703 for 2.27.3.</summary>
    public int Version()
    {
        int version = 0;
        Check(GetVersion(&version), "to tell its version");
        return version;
    }

    /// <summary>Throws what the library says of an error.</summary>
    /// <param name="code">What a function returned.</param>
    /// <param name="what">What was tried, such as <c>to add values</c>.</param>
    public void Check(int code, string what)
    {
        if (code is not (0 or InProgress))
        {
            throw new InvalidOperationException(
                $"NCCL failed {what}: {Marshal.PtrToStringUTF8((nint)GetErrorString(code))}. NCCL_DEBUG=WARN in the environment makes it "
                    + $"say more; {DoWithout}."
            );
        }
    }
}

/// <summary>ncclUniqueId: where the processes find each other.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NcclId
{
    public const int Length = 128;

    public fixed byte Bytes[Length];
}
