using System.Runtime.InteropServices;

namespace Ass.MLNet.Nccl;

/// <summary>The functions of CUDA's driver that NCCL's caller needs: a GPU of which nothing else is known than its number, and whether its
/// work is done.</summary>
/// <remarks>The driver's library comes with the driver, in one version; libtorch has the runtime's under a name that changes.</remarks>
internal unsafe class CudaDriver
{
    /// <summary>CUDA_ERROR_NOT_READY: work is under way.</summary>
    private const int NotReady = 600;

    public delegate* unmanaged<uint, int> Init;
    public delegate* unmanaged<int*, int, int> DeviceGet;
    public delegate* unmanaged<nint*, int, int> PrimaryContextRetain;
    public delegate* unmanaged<nint, int> ContextPush;
    public delegate* unmanaged<nint*, int> ContextPop;
    public delegate* unmanaged<nint, int> StreamQuery;
    public delegate* unmanaged<ulong*, nuint, int> Allocate;
    public delegate* unmanaged<ulong, int> Free;
    public delegate* unmanaged<ulong, void*, nuint, int> CopyToGpu;
    public delegate* unmanaged<void*, ulong, nuint, int> CopyFromGpu;
    public delegate* unmanaged<int, byte**, int> GetErrorName;

    /// <summary>Loads the library; null if there is none, or none with these functions.</summary>
    public static CudaDriver? Load() => NativeFunctions.Load(["libcuda.so.1"], functions => new CudaDriver
        {
            Init = (delegate* unmanaged<uint, int>)functions["cuInit"],
            DeviceGet = (delegate* unmanaged<int*, int, int>)functions["cuDeviceGet"],
            PrimaryContextRetain = (delegate* unmanaged<nint*, int, int>)functions["cuDevicePrimaryCtxRetain"],
            ContextPush = (delegate* unmanaged<nint, int>)functions["cuCtxPushCurrent_v2"],
            ContextPop = (delegate* unmanaged<nint*, int>)functions["cuCtxPopCurrent_v2"],
            StreamQuery = (delegate* unmanaged<nint, int>)functions["cuStreamQuery"],
            Allocate = (delegate* unmanaged<ulong*, nuint, int>)functions["cuMemAlloc_v2"],
            Free = (delegate* unmanaged<ulong, int>)functions["cuMemFree_v2"],
            CopyToGpu = (delegate* unmanaged<ulong, void*, nuint, int>)functions["cuMemcpyHtoD_v2"],
            CopyFromGpu = (delegate* unmanaged<void*, ulong, nuint, int>)functions["cuMemcpyDtoH_v2"],
            GetErrorName = (delegate* unmanaged<int, byte**, int>)functions["cuGetErrorName"],
        });

    /// <summary>What CUDA's runtime, and so libtorch, uses of a GPU in this process.</summary>
    /// <param name="index">As CUDA numbers those that this process sees.</param>
    public nint Context(int index)
    {
        int device = 0;
        nint context = 0;
        Check(Init(0), "to start");
        Check(DeviceGet(&device, index), $"to find GPU {index}");
        Check(PrimaryContextRetain(&context, device), $"to use GPU {index}");
        return context;
    }

    /// <summary>Does something with a GPU's context as this thread's.</summary>
    public void In(nint context, Action action)
    {
        Check(ContextPush(context), "to change to the GPU");
        try
        {
            action();
        }
        finally
        {
            nint before;
            _ = ContextPop(&before);
        }
    }

    /// <summary>Whether the default stream of the thread's context, which libtorch gives its work to, has nothing left to do.</summary>
    public bool IsIdle()
    {
        int code = StreamQuery(0);
        if (code == NotReady)
        {
            return false;
        }
        Check(code, "while it computed");
        return true;
    }

    public void Check(int code, string what)
    {
        if (code != 0)
        {
            byte* name = null;
            string said = GetErrorName(code, &name) == 0 ? Marshal.PtrToStringUTF8((nint)name)! : $"error {code}";
            throw new InvalidOperationException($"CUDA failed {what}: {said}.");
        }
    }
}
