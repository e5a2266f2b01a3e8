using Ass.MLNet.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Training;

/// <summary>Decides which streams of a step go through the network as one batch; see <see cref="StreamBatching"/>.</summary>
internal sealed class PassPlan
{
    private readonly int _mostImages;
    private readonly double _mostPixels;

    /// <param name="batching">What is asked for.</param>
    /// <param name="network">The network, its batch norms frozen or not.</param>
    /// <param name="precision">In which it computes.</param>
    /// <param name="device">The device that computes.</param>
    /// <param name="storesStatistics">Whether each batch changes the stored batch statistics.</param>
    public PassPlan(
        StreamBatching batching,
        SegmentationModule network,
        SegmentationPrecision precision,
        Device device,
        bool storesStatistics
    )
    {
        bool copies = batching == StreamBatching.Auto && device.type == DeviceType.CPU && network.HasBatchStatistics;
        _mostImages =
            batching == StreamBatching.Separate || storesStatistics ? 0
            : !copies ? int.MaxValue
            : network.Spec.Network == SegmentationNetwork.DeepLabV2MobileNetV2 ? 0
            : 1;
        double spared = device.type == DeviceType.CPU ? 0.5e9 : 2e9;
        double perPixel =
            ActivationsPerPixel(network.Spec.Network)
            * (network.HasBatchStatistics ? 2 : 1)
            * (precision == SegmentationPrecision.BFloat16 ? 2 : 4);
        _mostPixels = batching == StreamBatching.Together ? double.PositiveInfinity : spared / perPixel;
    }

    /// <summary>Groups the streams that a recipe has into passes, in their order.</summary>
    public IEnumerable<StreamInput[]> Group(params StreamInput?[] streams)
    {
        StreamInput[] present = [.. streams.OfType<StreamInput>()];
        var first = present[0];
        bool alike = present.All(b => (b.Count, b.Height, b.Width) == (first.Count, first.Height, first.Width));
        double added = (present.Length - 1.0) * first.Count * first.Height * first.Width;
        return alike && first.Count <= _mostImages && added <= _mostPixels ? [present] : present.Select(input => new[] { input });
    }

    /// <summary>Values that the backward pass needs of the forward pass, per pixel of an image: the outputs of all convolutions, counted at
    /// the smallest output stride that the network can have. Batch norms that are not frozen double them.</summary>
    private static double ActivationsPerPixel(SegmentationNetwork network) =>
        network switch
        {
            SegmentationNetwork.DeepLabV2MobileNetV2 => 160,
            SegmentationNetwork.DeepLabV2ResNet18 => 120,
            SegmentationNetwork.SwiftNetResNet18 => 75,
            SegmentationNetwork.DeepLabV2ResNet50 => 500,
            _ => 920,
        };
}
