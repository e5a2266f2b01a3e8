using Ass.MLNet.Checkpoints;
using Ass.MLNet.Prediction;
using Microsoft.ML;
using TorchSharp;

namespace Ass.MLNet.Transforms;

/// <summary>The model with the best validation so far, kept in a workspace file or, without a workspace, in memory.</summary>
/// <param name="file">The file; null to keep it in memory.</param>
internal sealed class BestModel(BestModelFile? file)
{
    private byte[]? _kept;

    /// <param name="model">Neither kept nor disposed.</param>
    /// <param name="validation">Its validation.</param>
    /// <exception cref="IOException">The file could not be written; the earlier file is unchanged.</exception>
    public void Save(AssSegmentationTransformer model, BestValidation validation)
    {
        if (file is not null)
        {
            file.Save(validation, model.Save);
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
        var model = file is not null
            ? AssSegmentationTransformer.Load(ml, file.Path)
            : AssSegmentationTransformer.Load(ml, new MemoryStream(_kept!, writable: false));
        return model.Segmenter;
    }
}
