using System.Runtime.InteropServices;
using TorchSharp;

namespace Ass.MLNet.GpuBenchmark;

/// <summary>What this process has taken: of a GPU what its free memory shrank by while the process had its turns (allocators give nothing
/// back; weights are in before), else the most memory resident.</summary>
internal sealed unsafe class MemoryUse
{
    private readonly delegate* unmanaged<nuint*, nuint*, int> _query;
    private readonly bool _onCpu;
    private long _before;
    private long _taken;

    public MemoryUse(torch.Device device)
    {
        _onCpu = device.type == DeviceType.CPU;
        if (_onCpu)
        {
            return;
        }
        foreach (string library in new[] { "libcudart.so.12", "libcudart.so.13" })
        {
            // libtorch has brought one of them.
            if (NativeLibrary.TryLoad(library, out nint handle) && NativeLibrary.TryGetExport(handle, "cudaMemGetInfo", out nint address))
            {
                _query = (delegate* unmanaged<nuint*, nuint*, int>)address;
                return;
            }
        }
    }

    public void Begin() => _before = Free();

    /// <returns>Bytes so far, or null where they cannot be told.</returns>
    public long? End()
    {
        if (_onCpu)
        {
            return Resident();
        }
        _taken += _before - Free();
        return _query is null ? null : _taken;
    }

    private static long? Resident() =>
        File.Exists("/proc/self/status")
            ? long.Parse(
                File.ReadLines("/proc/self/status")
                    .First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal))
                    .Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]
            ) * 1024
            : null;

    private long Free()
    {
        if (_query is null)
        {
            return 0;
        }
        nuint free,
            total;
        return _query(&free, &total) == 0 ? (long)free : throw new InvalidOperationException("cudaMemGetInfo failed.");
    }
}
