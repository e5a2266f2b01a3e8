using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Benchmarks;

/// <summary>The roof: how fast this machine multiplies two matrices of 2048 × 2048 floats with the same libtorch.</summary>
internal sealed class MatrixMultiplication : IDisposable
{
    private const int Side = 2048, Repetitions = 3;

    private readonly Tensor _left = rand(Side, Side);
    private readonly Tensor _right = rand(Side, Side);

    /// <summary>Operations a second, the median of a few multiplications.</summary>
    public double MeasureRate() => Statistics.Median(Enumerable.Range(0, Repetitions).Select(_ =>
    {
        long start = Stopwatch.GetTimestamp();
        mm(_left, _right).Dispose();
        return 2.0 * Side * Side * Side / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }).ToArray());

    public void Dispose()
    {
        _left.Dispose();
        _right.Dispose();
    }
}
