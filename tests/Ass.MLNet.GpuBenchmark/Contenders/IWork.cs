namespace Ass.MLNet.GpuBenchmark;

/// <summary>What a case does once: a step, or a prediction.</summary>
internal interface IWork : IDisposable
{
    void RunOnce();

    /// <summary>The losses of the last run, once the device has computed them; none in scoring.</summary>
    IReadOnlyDictionary<string, double> Losses();
}
