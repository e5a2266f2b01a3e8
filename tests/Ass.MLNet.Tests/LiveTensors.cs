using TorchSharp;

namespace Ass.MLNet.Tests;

/// <summary>Tensors that somebody still holds.</summary>
internal static class LiveTensors
{
    /// <summary>How many this thread has made that are not disposed.</summary>
    public static long Count => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
}
