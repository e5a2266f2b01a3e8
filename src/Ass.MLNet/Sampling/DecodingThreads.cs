using Ass.MLNet.MLNetInternals;
using Microsoft.ML;

namespace Ass.MLNet.Sampling;

/// <summary>The number of threads that decode a stream.</summary>
internal static class DecodingThreads
{
    private const int MostByDefault = 8;

    /// <param name="asked">The option; null to choose.</param>
    /// <param name="data">The data. Only one thread reads a view whose work cannot be shared.</param>
    /// <param name="streams">Number of streams that are read at the same time.</param>
    /// <param name="isOnCpu">Whether the network is trained by the same processor.</param>
    public static int Of(int? asked, IDataView data, int streams, bool isOnCpu) =>
        RowReading.CanBeShared(data) ? asked ?? Choose(Environment.ProcessorCount, streams, isOnCpu) : 1;

    /// <summary>All processors but one where a GPU trains. On a CPU, where steps take long and need the processors themselves, a quarter of
    /// them. At least one thread a stream, and at most eight.</summary>
    public static int Choose(int processors, int streams, bool isOnCpu) =>
        Math.Clamp((isOnCpu ? processors / 4 : processors - 1) / streams, 1, MostByDefault);
}
