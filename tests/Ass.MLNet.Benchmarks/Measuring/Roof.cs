using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Benchmarks;

/// <summary>What this machine does at best with the same libtorch: multiply two matrices of 2048 × 2048, and convolve 512 channels with
/// 512 filters of 3×3.</summary>
/// <remarks>Why both: libtorch multiplies with MKL and convolves with oneDNN. On processors that are not Intel's, MKL uses less of them,
/// and a network may exceed its rate.</remarks>
internal sealed class Roof : IDisposable
{
    private const int Side = 2048,
        Channels = 512,
        MapSide = 64;

    private readonly Operands _floats = new(ScalarType.Float32);
    private readonly Operands? _bfloats;

    /// <param name="withBFloat16">Whether to measure the rates in bfloat16, too.</param>
    public Roof(bool withBFloat16)
    {
        _bfloats = withBFloat16 ? new Operands(ScalarType.BFloat16) : null;
        Measure();
    }

    /// <summary>The medians of all measurements but the first.</summary>
    public RoofRates Rates =>
        new(
            Statistics.Median(_floats.MatrixRates.Skip(1)),
            Statistics.Median(_floats.ConvolutionRates.Skip(1)),
            _bfloats is null
                ? null
                : (Statistics.Median(_bfloats.MatrixRates.Skip(1)), Statistics.Median(_bfloats.ConvolutionRates.Skip(1)))
        );

    public void Measure()
    {
        _floats.Measure();
        _bfloats?.Measure();
    }

    public void Dispose()
    {
        _floats.Dispose();
        _bfloats?.Dispose();
    }

    private sealed class Operands(ScalarType type) : IDisposable
    {
        private readonly Tensor _left = rand(Side, Side, type);
        private readonly Tensor _right = rand(Side, Side, type);
        private readonly Tensor _map = rand(1, Channels, MapSide, MapSide, type);
        private readonly Tensor _filters = rand(Channels, Channels, 3, 3, type);

        public List<double> MatrixRates { get; } = [];

        public List<double> ConvolutionRates { get; } = [];

        public void Measure()
        {
            MatrixRates.Add(2.0 * Side * Side * Side / Seconds(() => mm(_left, _right)));
            ConvolutionRates.Add(
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
}

/// <summary>Operations a second.</summary>
/// <param name="Matrix">Multiplication in 32 bits.</param>
/// <param name="Convolution">Likewise.</param>
/// <param name="BFloat16">Both in bfloat16; null where no contender uses it.</param>
internal sealed record RoofRates(double Matrix, double Convolution, (double Matrix, double Convolution)? BFloat16)
{
    /// <summary>The higher of both in a precision.</summary>
    public double Best(bool inBFloat16) =>
        inBFloat16 ? Math.Max(BFloat16!.Value.Matrix, BFloat16.Value.Convolution) : Math.Max(Matrix, Convolution);

    public override string ToString()
    {
        string floats = $"sgemm 2048³: {Giga(Matrix)} GFLOP/s, a 3×3 convolution 512 → 512 on 64×64: {Giga(Convolution)} GFLOP/s";
        return BFloat16 is { } half ? $"{floats}; the same in bfloat16: {Giga(half.Matrix)} and {Giga(half.Convolution)} GFLOP/s" : floats;
    }

    private static string Giga(double rate) => Markdown.Number(rate / 1e9, "0.0");
}
