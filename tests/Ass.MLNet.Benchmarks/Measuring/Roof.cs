using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Benchmarks;

/// <summary>What this machine does at best with the same libtorch: multiply two matrices of 2048 × 2048 floats, and convolve 512 channels
/// with 512 filters of 3×3.</summary>
/// <remarks>Why both: libtorch multiplies with MKL and convolves with oneDNN. On processors that are not Intel's, MKL uses less of them,
/// and a network may exceed its rate.</remarks>
internal sealed class Roof : IDisposable
{
    private const int Side = 2048,
        Channels = 512,
        MapSide = 64;

    private readonly Tensor _left = rand(Side, Side);
    private readonly Tensor _right = rand(Side, Side);
    private readonly Tensor _map = rand(1, Channels, MapSide, MapSide);
    private readonly Tensor _filters = rand(Channels, Channels, 3, 3);
    private readonly List<double> _matrixRates = [];
    private readonly List<double> _convolutionRates = [];

    public Roof() => Measure();

    /// <summary>Operations a second, the medians of all measurements but the first.</summary>
    public (double Matrix, double Convolution) Rates =>
        (Statistics.Median(_matrixRates.Skip(1)), Statistics.Median(_convolutionRates.Skip(1)));

    public void Measure()
    {
        _matrixRates.Add(2.0 * Side * Side * Side / Seconds(() => mm(_left, _right)));
        _convolutionRates.Add(
            2.0 * Channels * Channels * 9 * MapSide * MapSide / Seconds(() => nn.functional.conv2d(_map, _filters, padding: [1, 1]))
        );
    }

    public void Dispose()
    {
        foreach (var tensor in new[] { _left, _right, _map, _filters })
        {
            tensor.Dispose();
        }
    }

    private static double Seconds(Func<Tensor> compute)
    {
        using var noGradient = no_grad();
        long start = Stopwatch.GetTimestamp();
        compute().Dispose();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
