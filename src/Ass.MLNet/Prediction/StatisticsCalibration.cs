using Ass.MLNet.Networks;
using Ass.MLNet.Sampling;
using Ass.MLNet.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Prediction;

/// <summary>Measures the batch norms' stored statistics with the current weights.</summary>
/// <remarks>
/// Why not running averages during training: they average over outdated weights, which made predictions clearly worse, most of all after
/// short trainings. The mean over <see cref="Batches"/> batches with one set of weights has no such lag (Wu and Johnson, arXiv 2105.07576,
/// "precise batch norm"). The batches are the target's, because predictions are made on target images; the source's for a network that saw
/// nothing else. Training itself never reads them.
/// </remarks>
internal static class StatisticsCalibration
{
    /// <summary>Number of batches. It is a property for tests of other things, which take fewer.</summary>
    public static int Batches { get; set; } = 50;

    /// <summary>Number of batches on which a cancelled training measures: as many as fit into the time of a step.</summary>
    public const int RecentBatches = 4;

    /// <param name="network">Left in training mode; only its stored statistics change.</param>
    /// <param name="normalization">The network's input.</param>
    /// <param name="batches">The batches to measure on; all of them are used.</param>
    /// <param name="device">The network's device.</param>
    /// <exception cref="InvalidOperationException">Memory ran out.</exception>
    public static void Run(SegmentationModule network, InputNormalization normalization, IEnumerable<Batch> batches, Device device)
    {
        using var _ = no_grad();
        using var all = NewDisposeScope();
        network.train();
        network.ResetBatchStatistics();
        int count = 0;
        try
        {
            foreach (var batch in batches)
            {
                // Shares of 1, 1/2, 1/3, … make the plain mean over all batches.
                using var scope = NewDisposeScope();
                network.StoreBatchStatistics(1.0 / ++count);
                OutOfMemory.Guard(
                    device,
                    $"Measuring batch statistics, on {batch.Count} of {batch.Width}x{batch.Height},",
                    "Less is needed with smaller images, or with fewer in a batch.",
                    () => network.forward(batch.ToTensor(normalization, device))
                );
            }
        }
        finally
        {
            network.StoreBatchStatistics(null);
        }
    }
}
