using Ass.MLNet.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Appearance;

/// <summary>sRGB colours as CIE L*a*b* (D65 white), and back, on the device.</summary>
/// <remarks>Formulas: IEC 61966-2-1 and CIE 15. The matrix's rows are divided by the white point, which is their sum, so a and b of every
/// grey are 0. Why no matrix product: a GPU that may round the inputs of multiplications to 10 bits (TF32) would change colours
/// visibly.</remarks>
internal static class LabColors
{
    // X, Y and Z of linear R, G and B.
    private static readonly double[,] Xyz =
    {
        { 0.4124564, 0.3575761, 0.1804375 },
        { 0.2126729, 0.7151522, 0.0721750 },
        { 0.0193339, 0.1191920, 0.9503041 },
    };

    // L, a and b of f(X), f(Y) and f(Z), without L's −16.
    private static readonly double[,] Lab =
    {
        { 0, 116, 0 },
        { 500, -500, 0 },
        { 0, 200, -200 },
    };

    // f(X), f(Y) and f(Z) of L + 16, a and b.
    private static readonly double[,] LabInverse =
    {
        { 1 / 116.0, 1 / 500.0, 0 },
        { 1 / 116.0, 0, 0 },
        { 1 / 116.0, 0, -1 / 200.0 },
    };

    private const double Knee = 6.0 / 29;
    private const double KneeSlope = 1 / (3 * Knee * Knee);
    private const double KneeStart = 4.0 / 29;

    // Rows: X, Y, Z; columns: B, G, R, the order of pixels.
    private static readonly float[] ToWhiteXyz = Flat(BgrToXyz());
    private static readonly float[] FromWhiteXyz = Flat(Inverse(BgrToXyz()));

    /// <param name="pixels">(B, 3, H, W), B, G, R from 0 to 255.</param>
    /// <returns>(B, 3, H, W): L from 0 to 100, a and b from about −128 to 127.</returns>
    public static Tensor FromPixels(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        var values = pixels.Times(1.0 / 255);
        var bright = values.PlusNumber(0.055).Times(1 / 1.055).Power(2.4);
        var linear = where(values.IsAbove(0.04045), bright, values.Times(1 / 12.92));
        var xyz = Mix(linear, ToWhiteXyz);
        var high = xyz.AtLeast(Knee * Knee * Knee).Power(1.0 / 3);
        var curved = where(xyz.IsAbove(Knee * Knee * Knee), high, xyz.Times(KneeSlope).PlusNumber(KneeStart));
        return Mix(curved, Flat(Lab)).Plus(LightnessShift(-16, pixels.device)).MoveToOuterDisposeScope();
    }

    /// <param name="lab">(B, 3, H, W), as from <see cref="FromPixels"/>.</param>
    /// <returns>(B, 3, H, W), B, G, R; colours that sRGB lacks are limited to 0 … 255.</returns>
    public static Tensor ToPixels(Tensor lab)
    {
        using var scope = NewDisposeScope();
        var curved = Mix(lab.Plus(LightnessShift(16, lab.device)), Flat(LabInverse));
        var cube = curved.mul(curved).mul_(curved);
        var xyz = where(curved.IsAbove(Knee), cube, curved.PlusNumber(-KneeStart).Times(1 / KneeSlope));
        var linear = Mix(xyz, FromWhiteXyz).LimitInPlace(0, 1);
        var bright = linear.Power(1 / 2.4).Times(1.055).PlusNumber(-0.055);
        var values = where(linear.IsAbove(0.0031308), bright, linear.Times(12.92));
        return values.Times(255).MoveToOuterDisposeScope();
    }

    /// <summary>Multiplies the three channels of each pixel by a matrix, given by rows.</summary>
    private static Tensor Mix(Tensor colors, float[] matrix)
    {
        using var scope = NewDisposeScope();
        var weights = DeviceCopy.Of(matrix, [1, 3, 3, 1, 1], colors.device);
        return weights.mul(colors.unsqueeze(1)).sum(2).MoveToOuterDisposeScope();
    }

    private static Tensor LightnessShift(float shift, Device device) => DeviceCopy.Of(new[] { shift, 0, 0 }, [1, 3, 1, 1], device);

    private static double[,] BgrToXyz()
    {
        double[,] result = new double[3, 3];
        for (int row = 0; row < 3; row++)
        {
            double white = Xyz[row, 0] + Xyz[row, 1] + Xyz[row, 2];
            for (int column = 0; column < 3; column++)
            {
                result[row, column] = Xyz[row, 2 - column] / white;
            }
        }
        return result;
    }

    private static double[,] Inverse(double[,] m)
    {
        // Each cofactor with cyclic indices has its sign already.
        double[,] result = new double[3, 3];
        double determinant = Enumerable.Range(0, 3).Sum(column => m[0, column] * Cofactor(0, column));
        for (int row = 0; row < 3; row++)
        {
            for (int column = 0; column < 3; column++)
            {
                result[column, row] = Cofactor(row, column) / determinant;
            }
        }
        return result;

        double Cofactor(int row, int column)
        {
            var (r1, r2, c1, c2) = ((row + 1) % 3, (row + 2) % 3, (column + 1) % 3, (column + 2) % 3);
            return (m[r1, c1] * m[r2, c2]) - (m[r1, c2] * m[r2, c1]);
        }
    }

    private static float[] Flat(double[,] matrix) => [.. matrix.Cast<double>().Select(value => (float)value)];
}
