namespace Ass.MLNet.GpuBenchmark;

/// <summary>There is nothing to measure on.</summary>
internal sealed class NoGpuException(string message) : Exception(message);
