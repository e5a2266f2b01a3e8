using Ass.MLNet.Prediction;
using Microsoft.ML;
using TorchSharp;

namespace Ass.MLNet.Transforms;

/// <summary>The model with the best validation so far, kept in a workspace file or, without a workspace, in memory.</summary>
/// <param name="path">The file; null to keep it in memory.</param>
internal sealed class BestModel(string? path)
{
    private byte[]? _kept;

    /// <param name="model">Neither kept nor disposed.</param>
    /// <exception cref="IOException">The file could not be written; the earlier file is unchanged.</exception>
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
