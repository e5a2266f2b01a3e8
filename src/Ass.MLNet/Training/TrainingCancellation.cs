using Ass.MLNet.MLNetInternals;
using Microsoft.ML.Runtime;

namespace Ass.MLNet.Training;

/// <summary>What cancels a training: the options' token, or ML.NET's environment (AutoML stops its trials so). Nothing else does: an
/// <see cref="OperationCanceledException"/> of the data's own, a request that timed out for instance, is an error like any other.</summary>
/// <param name="environment">ML.NET's.</param>
/// <param name="token"><see cref="AssSegmentationOptions.CancellationToken"/>.</param>
internal sealed class TrainingCancellation(IHostEnvironment environment, CancellationToken token)
{
    /// <summary>Whether cancellation was asked for.</summary>
    public bool IsRequested => token.IsCancellationRequested || MLNetEnvironment.IsCanceled(environment);

    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public void ThrowIfRequested()
    {
        token.ThrowIfCancellationRequested();
        MLNetEnvironment.CheckAlive(environment);
    }

    /// <summary>Whether <paramref name="error"/> comes of a cancellation that was asked for; what reads the data may have added a row's
    /// name to it.</summary>
    public bool IsReasonOf(Exception error)
    {
        if (!IsRequested)
        {
            return false;
        }
        for (Exception? e = error; e is not null; e = e.InnerException)
        {
            if (e is OperationCanceledException)
            {
                return true;
            }
        }

        return false;
    }
}
