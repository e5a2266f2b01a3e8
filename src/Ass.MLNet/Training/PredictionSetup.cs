using Ass.MLNet.Checkpoints;
using Ass.MLNet.Networks;
using Ass.MLNet.Prediction;
using Ass.MLNet.Sampling;

namespace Ass.MLNet.Training;

/// <summary>Makes the network of a training ready for prediction, for a validation or for good: whose weights it has, and which batch
/// statistics.</summary>
/// <param name="options">Say both.</param>
/// <param name="context">The device, and the sources of cancellation.</param>
/// <param name="soundness">Checks the weights.</param>
/// <param name="segmenter">The network with its preprocessing.</param>
/// <param name="teacher">The moving average of the network's weights; null without self-training.</param>
internal sealed class PredictionSetup(
    AssSegmentationOptions options,
    TrainingContext context,
    TrainingSoundness soundness,
    Segmenter segmenter,
    Teacher? teacher
)
{
    private readonly Teacher? _predicting = options.SelfTraining.TeacherPredicts ? teacher : null;

    /// <summary>Whether prediction uses measured statistics, rather than running or frozen ones.</summary>
    public bool Measures => segmenter.Network.HasBatchStatistics && options.AdaptSegNet.BatchNormStatistics == BatchNormStatistics.Measured;

    /// <summary>Makes the network ready; after an error, or <see cref="Undo"/>, it can go on training.</summary>
    /// <param name="batches">Of the domain to predict on, for measuring statistics; read only then.</param>
    /// <param name="step">The last step.</param>
    /// <exception cref="InvalidOperationException">Its weights or statistics are not finite.</exception>
    public void Prepare(IEnumerable<Batch> batches, int step)
    {
        _predicting?.Swap();
        try
        {
            if (Measures)
            {
                StatisticsCalibration.Run(segmenter.Network, segmenter.Normalization, batches, context.Device);
            }
            segmenter.Network.eval();
            soundness.CheckWeights(segmenter.Network, step);
        }
        catch
        {
            Undo();
            throw;
        }
    }

    /// <summary>Gives the network its own weights back, for further training.</summary>
    public void Undo()
    {
        _predicting?.Swap();
        segmenter.Network.train();
    }
}
