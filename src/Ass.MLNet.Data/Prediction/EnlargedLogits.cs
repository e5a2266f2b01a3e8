using System.Buffers;
using Ass.MLNet.Images;

namespace Ass.MLNet.Prediction;

/// <summary>Logits enlarged bilinearly to the size of an image, one row at a time, with libtorch's arithmetic.</summary>
/// <remarks>
/// libtorch writes and reads all enlarged logits, K times the image in floats; two lines of them are enough here. Bands of rows of large
/// images are computed in parallel.
/// </remarks>
internal static class EnlargedLogits
{
    /// <summary>The number of enlarged logits that justifies a separate thread: about two milliseconds of work.</summary>
    public const int LogitsOfBand = 1 << 22;

    /// <summary>Calls <paramref name="use"/> once for each row of the image, from up to <paramref name="threads"/> threads.</summary>
    /// <param name="logits">K × h × w, row-major, with the class outermost.</param>
    /// <param name="from">The size of the logits, w × h.</param>
    /// <param name="to">The size of the image.</param>
    /// <param name="alignCorners">Whether the centres of the corner pixels are aligned (<c>align_corners</c>).</param>
    /// <param name="threads">The maximum number of threads.</param>
    /// <param name="use">Takes a row.</param>
    public static unsafe void ForEachRow(
        ReadOnlySpan<float> logits,
        ImageSize from,
        ImageSize to,
        bool alignCorners,
        int threads,
        Action<EnlargedRow> use
    )
    {
        int classes = logits.Length / (from.Width * from.Height);
        var columns = Taps(from.Width, to.Width, alignCorners);
        var rows = Taps(from.Height, to.Height, alignCorners);
        int bands = (int)Math.Clamp((long)classes * to.Width * to.Height / LogitsOfBand, 1, Math.Min(threads, to.Height));
        fixed (float* first = logits)
        {
            if (bands == 1)
            {
                Visit(logits, 0, to.Height);
                return;
            }

            // A span cannot be captured; what it spans stays in place until the last thread is done.
            float* start = first;
            int length = logits.Length;
            Parallel.For(0, bands, band =>
                Visit(
                    new ReadOnlySpan<float>(start, length),
                    (int)((long)to.Height * band / bands),
                    (int)((long)to.Height * (band + 1) / bands)
                )
            );
        }

        void Visit(ReadOnlySpan<float> values, int top, int bottom) => VisitRows(values, from, columns, rows, top, bottom, use);
    }

    private static void VisitRows(
        ReadOnlySpan<float> logits,
        ImageSize from,
        (int First, int Second, float Share)[] columns,
        (int First, int Second, float Share)[] rows,
        int top,
        int bottom,
        Action<EnlargedRow> use
    )
    {
        int classes = logits.Length / (from.Width * from.Height);
        int width = columns.Length;
        float[] upper = ArrayPool<float>.Shared.Rent(classes * width);
        float[] lower = ArrayPool<float>.Shared.Rent(classes * width);
        int upperRow = -1,
            lowerRow = -1;
        for (int y = top; y < bottom; y++)
        {
            var (first, second, share) = rows[y];
            if (upperRow != first && lowerRow == first)
            {
                (upper, upperRow, lower, lowerRow) = (lower, lowerRow, upper, upperRow);
            }

            if (upperRow != first)
            {
                Widen(logits, first, from, columns, upper);
                upperRow = first;
            }

            if (lowerRow != second)
            {
                Widen(logits, second, from, columns, lower);
                lowerRow = second;
            }

            use(new EnlargedRow(upper, lower, share, y, classes));
        }

        ArrayPool<float>.Shared.Return(upper);
        ArrayPool<float>.Shared.Return(lower);
    }

    /// <summary>Computes one row of the logits of all classes at the width of the image: K × W.</summary>
    private static void Widen(
        ReadOnlySpan<float> logits,
        int row,
        ImageSize from,
        (int First, int Second, float Share)[] columns,
        float[] wide
    )
    {
        int at = 0;
        for (int start = row * from.Width; start < logits.Length; start += from.Width * from.Height)
        {
            var line = logits.Slice(start, from.Width);
            foreach (var (first, second, share) in columns)
            {
                wide[at++] = (line[first] * (1 - share)) + (line[second] * share);
            }
        }
    }

    /// <summary>For each position in the result, the two source positions around it and the weight of the second one.</summary>
    private static (int First, int Second, float Share)[] Taps(int from, int to, bool alignCorners)
    {
        var taps = new (int, int, float)[to];
        float scale = alignCorners ? (to > 1 ? (float)(from - 1) / (to - 1) : 0) : (float)from / to;
        for (int i = 0; i < to; i++)
        {
            float place =
                from == to ? i
                : alignCorners ? scale * i
                : Math.Max((scale * (i + 0.5f)) - 0.5f, 0);
            int first = Math.Min((int)place, from - 1);
            taps[i] = (first, Math.Min(first + 1, from - 1), Math.Clamp(place - first, 0, 1));
        }

        return taps;
    }
}
