using Ass.MLNet.MLNetInternals;
using Microsoft.ML.Runtime;

namespace Ass.MLNet.Training;

/// <summary>The two sources of cancellation: the options' token and ML.NET's environment, which AutoML uses to stop its trials. An
/// <see cref="OperationCanceledException"/> thrown by the data itself, such as a timed-out request, is an ordinary error.</summary>
/// <param name="environment">ML.NET's.</param>
/// <param name="token"><see cref="AssSegmentationOptions.CancellationToken"/>.</param>
internal sealed class TrainingCancellation(IHostEnvironment environment, CancellationToken token)
{
    /// <summary>Whether cancellation was requested.</summary>
    public bool IsRequested => token.IsCancellationRequested || MLNetEnvironment.IsCanceled(environment);

    /// <exception cref="OperationCanceledException">Cancellation was requested.</exception>
    public void ThrowIfRequested()
    {
        token.ThrowIfCancellationRequested();
        MLNetEnvironment.CheckAlive(environment);
    }

    /// <summary>Whether <paramref name="error"/> results from a requested cancellation. The code that reads the data may have wrapped it
    /// with a row's name.</summary>
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
