using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Torch;

/// <summary>Arithmetic between a tensor and a number that is safe while other threads allocate.</summary>
/// <remarks>
/// <para>Why not TorchSharp's operators and optimizers: in <c>x / 2</c>, <c>x + y</c> (which has a factor of 1 inside) or <c>optim.SGD</c>,
/// the number becomes a <see cref="Scalar"/> object that nothing references while libtorch reads it. If another thread, such as an image
/// decoder, triggers a garbage collection at that moment, the finalizer frees the number first. libtorch then reads freed memory, and
/// training fails with "Expected false to be true" or continues with a wrong value, about once in ten thousand steps. Here every number
/// stays referenced until the call returns.</para>
/// <para>Tensors are safe: their dispose scope references them.</para>
/// </remarks>
internal static class TensorScalars
{
    /// <summary>1, never collected: the factor that <c>add_</c> requires.</summary>
    public static readonly Scalar One = 1.ToScalar();

    /// <summary>0, never collected.</summary>
    public static readonly Scalar Zero = 0.ToScalar();

    /// <summary>x · factor, a new tensor.</summary>
    public static Tensor Times(this Tensor x, double factor)
    {
        using var scalar = factor.ToScalar();
        return x.mul(scalar);
    }

    /// <summary>x + y, a new tensor.</summary>
    public static Tensor Plus(this Tensor x, Tensor y) => x.add(y, One);

    /// <summary>x + number, a new tensor of integers.</summary>
    public static Tensor Plus(this Tensor x, long number)
    {
        using var scalar = number.ToScalar();
        return x.add(scalar, One);
    }

    /// <summary>x + number, a new tensor.</summary>
    public static Tensor PlusNumber(this Tensor x, double number)
    {
        using var scalar = number.ToScalar();
        return x.add(scalar, One);
    }

    /// <summary>x to a power, a new tensor.</summary>
    public static Tensor Power(this Tensor x, double exponent)
    {
        using var scalar = exponent.ToScalar();
        return x.pow(scalar);
    }

    /// <summary>The larger of each element and <paramref name="least"/>, a new tensor.</summary>
    public static Tensor AtLeast(this Tensor x, double least)
    {
        using var scalar = least.ToScalar();
        return x.clamp_min(scalar);
    }

    /// <summary>x + y in the memory of x, which is returned.</summary>
    public static Tensor AddInPlace(this Tensor x, Tensor y) => x.add_(y, One);

    /// <summary>x where positive, slope · x elsewhere, in the memory of x, which is returned.</summary>
    public static Tensor LeakyReluInPlace(this Tensor x, double slope)
    {
        using var scalar = slope.ToScalar();
        return x.leaky_relu_(scalar);
    }

    /// <summary>x limited to <paramref name="least"/> … <paramref name="most"/>, in the memory of x, which is returned.</summary>
    public static Tensor LimitInPlace(this Tensor x, double least, double most)
    {
        using var from = least.ToScalar();
        using var to = most.ToScalar();
        return x.clamp_(from, to);
    }

    /// <summary>Whether each element is at most <paramref name="border"/>; false for NaN.</summary>
    public static Tensor IsAtMost(this Tensor x, double border)
    {
        using var scalar = border.ToScalar();
        return x.le(scalar);
    }

    /// <summary>Whether each element is above <paramref name="border"/>.</summary>
    public static Tensor IsAbove(this Tensor x, double border)
    {
        using var scalar = border.ToScalar();
        return x.gt(scalar);
    }
}
