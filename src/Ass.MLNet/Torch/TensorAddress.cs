using System.Runtime.InteropServices;
using TorchSharp;

namespace Ass.MLNet.Torch;

/// <summary>Where a tensor's values are: TorchSharp tells it of tensors in the machine's memory alone.</summary>
internal static class TensorAddress
{
    /// <param name="tensor">Contiguous, on any device; it must stay alive as long as the address is used.</param>
    public static nint Of(torch.Tensor tensor) => THSTensor_data(tensor.Handle);

    [DllImport("LibTorchSharp")]
    private static extern nint THSTensor_data(nint tensor);
}
