using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Torch;

/// <summary>Brings managed arrays to the device that computes, without waiting for it.</summary>
internal static class DeviceCopy
{
    /// <param name="values">Numbers of a type that tensors have.</param>
    /// <param name="shape">Of as many elements.</param>
    /// <param name="device">Where to.</param>
    /// <returns>On a CPU a tensor in the array's own memory, which is only good until the array changes; elsewhere a copy.</returns>
    /// <remarks>The device copies by itself only from page-locked memory, and only behind what it has been given to do. That memory is
    /// libtorch's, which keeps it until the copy is over, however early its tensor is disposed. Why no second CUDA stream, on which the
    /// next batch could travel beside a step: TorchSharp has none, and a step's bytes (6 MB at 1024×512) take under half a
    /// millisecond.</remarks>
    public static Tensor Of(Array values, long[] shape, Device device)
    {
        using var scope = NewDisposeScope();
        var managed = from_array(values).view(shape);
        return (device.type == DeviceType.CPU ? managed : managed.pin_memory().to(device, non_blocking: true)).MoveToOuterDisposeScope();
    }
}
