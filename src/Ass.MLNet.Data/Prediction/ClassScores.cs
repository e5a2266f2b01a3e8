using System.Buffers;
using System.Numerics.Tensors;

namespace Ass.MLNet.Prediction;

/// <summary>Computes the scores of every pixel: logits are upsampled bilinearly, and a softmax makes probabilities of them.</summary>
/// <remarks>The arithmetic is that of libtorch's upsampling and <c>softmax</c>, except for the last bits of the exponential.</remarks>
internal static class ClassScores
{
    /// <param name="logits">K × h × w, row-major, with the class outermost.</param>
    /// <param name="from">The size of the logits, w × h.</param>
    /// <param name="to">The size of the image, W × H.</param>
    /// <param name="alignCorners">Whether the centres of the corner pixels are aligned (<c>align_corners</c>).</param>
    /// <param name="threads">The maximum number of threads.</param>
    /// <param name="areProbabilities">Whether the values are probabilities already, which are only enlarged.</param>
    /// <returns>K × H × W probabilities, with the class outermost.</returns>
    public static float[] Of(
        ReadOnlySpan<float> logits,
        ImageSize from,
        ImageSize to,
        bool alignCorners,
        int threads,
        bool areProbabilities = false
    )
    {
        int classes = logits.Length / (from.Width * from.Height);
        float[] scores = GC.AllocateUninitializedArray<float>(checked(classes * to.Width * to.Height));
        EnlargedLogits.ForEachRow(logits, from, to, alignCorners, threads, row =>
        {
            Blend(row, to, scores);
            if (!areProbabilities)
            {
                Softmax(row, to, scores);
            }
        });
        return scores;
    }

    private static void Blend(EnlargedRow row, ImageSize to, float[] scores)
    {
        for (int c = 0; c < row.Classes; c++)
        {
            var line = Line(scores, to, c, row.Y);
            TensorPrimitives.Multiply(row.Upper.AsSpan(c * to.Width, to.Width), 1 - row.Share, line);
            TensorPrimitives.MultiplyAdd(row.Lower.AsSpan(c * to.Width, to.Width), row.Share, line, line);
        }
    }

    private static void Softmax(EnlargedRow row, ImageSize to, float[] scores)
    {
        float[] buffer = ArrayPool<float>.Shared.Rent(2 * to.Width);
        Span<float> largest = buffer.AsSpan(0, to.Width),
            sum = buffer.AsSpan(to.Width, to.Width);
        Line(scores, to, 0, row.Y).CopyTo(largest);
        for (int c = 1; c < row.Classes; c++)
        {
            TensorPrimitives.Max(largest, Line(scores, to, c, row.Y), largest);
        }

        sum.Clear();
        for (int c = 0; c < row.Classes; c++)
        {
            var line = Line(scores, to, c, row.Y);
            TensorPrimitives.Subtract(line, largest, line);
            TensorPrimitives.Exp<float>(line, line);
            TensorPrimitives.Add(sum, line, sum);
        }

        for (int c = 0; c < row.Classes; c++)
        {
            var line = Line(scores, to, c, row.Y);
            TensorPrimitives.Divide(line, sum, line);
        }

        ArrayPool<float>.Shared.Return(buffer);
    }

    private static Span<float> Line(float[] scores, ImageSize to, int c, int y) =>
        scores.AsSpan(((c * to.Height) + y) * to.Width, to.Width);
}
