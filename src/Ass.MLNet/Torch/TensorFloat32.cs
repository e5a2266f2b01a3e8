using TorchSharp;

namespace Ass.MLNet.Torch;

/// <summary>Controls, until it is disposed, whether CUDA may round the inputs of 32-bit multiplications to TF32, 10 bits of mantissa
/// instead of 23, which NVIDIA's tensor cores (Ampere, 2020, and newer) compute several times faster; sums stay in 32 bits.</summary>
/// <remarks>libtorch has one switch for matrix multiplications (off by default) and one for cuDNN's convolutions (on by default), both
/// process-wide. If several instances exist at once, the latest one decides, and the last one disposed restores both switches to what the
/// first one found.</remarks>
internal sealed class TensorFloat32 : IDisposable
{
    private static readonly Lock Switching = new();
    private static int _living;
    private static (bool Multiplications, bool Convolutions) _found;

    private bool _disposed;

    private TensorFloat32(bool allowed)
    {
        lock (Switching)
        {
            if (_living++ == 0)
            {
                _found = Switches;
            }
            Switches = (allowed, allowed);
        }
    }

    private static (bool Multiplications, bool Convolutions) Switches
    {
        get => (torch.backends.cuda.matmul.allow_tf32, torch.backends.cudnn.allow_tf32);
        set => (torch.backends.cuda.matmul.allow_tf32, torch.backends.cudnn.allow_tf32) = value;
    }

    /// <summary>Sets both switches.</summary>
    public static TensorFloat32 Allow(bool allowed) => new(allowed);

    /// <summary>Sets both switches if they matter to <paramref name="device"/>; null otherwise.</summary>
    public static TensorFloat32? Allow(bool allowed, torch.Device device) => device.type == DeviceType.CUDA ? new(allowed) : null;

    public void Dispose()
    {
        lock (Switching)
        {
            if (!_disposed && --_living == 0)
            {
                Switches = _found;
            }
            _disposed = true;
        }
    }
}
