using Ass.MLNet.Prediction;
using Microsoft.ML;
using TorchSharp;

namespace Ass.MLNet.Transforms;

/// <summary>The model of the best validation so far: a file in the workspace, or, without one, in memory.</summary>
/// <param name="path">The file; null to keep it in memory.</param>
internal sealed class BestModel(string? path)
{
    private byte[]? _kept;

    /// <param name="model">Left as it is: not kept, not disposed.</param>
    /// <exception cref="IOException">The file could not be written; the earlier one is still there.</exception>
    public void Save(AssSegmentationTransformer model)
    {
        if (path is not null)
        {
            model.Save(path);
            return;
        }

        using var stream = new MemoryStream();
        model.Save(stream);
        _kept = stream.ToArray();
    }

    /// <summary>Reads the model back onto <paramref name="device"/>.</summary>
    public Segmenter Load(torch.Device device)
    {
        var ml = new MLContext { GpuDeviceId = device.type == DeviceType.CPU ? null : device.index, FallbackToCpu = false };
        var model = path is not null
            ? AssSegmentationTransformer.Load(ml, path)
            : AssSegmentationTransformer.Load(ml, new MemoryStream(_kept!, writable: false));
        return model.Segmenter;
    }
}
