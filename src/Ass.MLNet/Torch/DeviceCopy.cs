using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Torch;

/// <summary>Copies managed arrays to the compute device without synchronising with it.</summary>
internal static class DeviceCopy
{
    /// <param name="values">Numbers of a type that tensors support.</param>
    /// <param name="shape">A shape with the same number of elements.</param>
    /// <param name="device">The target device.</param>
    /// <returns>On a CPU, a tensor that shares the array's memory and is valid only until the array changes; otherwise a copy.</returns>
    /// <remarks>The device copies asynchronously only from page-locked memory, queued after its pending work. libtorch owns that memory and
    /// keeps it until the copy is done, however early its tensor is disposed. Why no second CUDA stream to copy the next batch during a
    /// step: TorchSharp does not offer one, and a step's bytes (6 MB at 1024×512) take under half a millisecond.</remarks>
    public static Tensor Of(Array values, long[] shape, Device device)
    {
        using var scope = NewDisposeScope();
        var managed = from_array(values).view(shape);
        return (device.type == DeviceType.CPU ? managed : managed.pin_memory().to(device, non_blocking: true)).MoveToOuterDisposeScope();
    }
}
