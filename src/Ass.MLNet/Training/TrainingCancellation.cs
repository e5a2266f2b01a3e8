using Ass.MLNet.Distribution;
using Ass.MLNet.MLNetInternals;
using Microsoft.ML.Runtime;

namespace Ass.MLNet.Training;

/// <summary>The two sources of cancellation: the options' token and ML.NET's environment, which AutoML uses to stop its trials. An
/// <see cref="OperationCanceledException"/> thrown by the data itself, such as a timed-out request, is an ordinary error.</summary>
/// <param name="environment">ML.NET's.</param>
/// <param name="token"><see cref="AssSegmentationOptions.CancellationToken"/>.</param>
/// <param name="ranks">The processes that share the training: a request to one of them stops all, between the same two steps.</param>
internal sealed class TrainingCancellation(IHostEnvironment environment, CancellationToken token, Ranks ranks)
{
    /// <summary>Whether cancellation was requested and, of several processes, all know.</summary>
    public bool IsRequested => ranks.AreMany ? ranks.HaveStopped : IsRequestedHere;

    private bool IsRequestedHere => token.IsCancellationRequested || MLNetEnvironment.IsCanceled(environment);

    /// <summary>Stops here, where no other process waits. Of several processes, none does: they stop in
    /// <see cref="ThrowIfRequestedAnywhere"/>.</summary>
    /// <exception cref="OperationCanceledException">Cancellation was requested.</exception>
    public void ThrowIfRequested()
    {
        if (!ranks.AreMany)
        {
            Throw();
        }
    }

    /// <summary>Stops all processes if one of them was asked to. They all call it, once for each step.</summary>
    /// <exception cref="OperationCanceledException">Cancellation was requested.</exception>
    public void ThrowIfRequestedAnywhere()
    {
        if (ranks.Stop(IsRequestedHere))
        {
            Throw();
            throw new OperationCanceledException("Another process of the training was asked to stop.");
        }
    }

    private void Throw()
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
