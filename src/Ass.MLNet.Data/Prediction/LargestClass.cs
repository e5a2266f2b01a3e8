using System.Buffers;
using System.Numerics;

namespace Ass.MLNet.Prediction;

/// <summary>Computes the class of every pixel: logits are upsampled bilinearly, and each pixel gets the class with the largest
/// logit.</summary>
/// <remarks>
/// libtorch's upsampling and <c>max</c> write and read all upsampled logits, K times the image in floats; two lines of them are enough
/// here. The arithmetic is libtorch's, so the classes are those of the largest score, except for the last bit in ties. Bands of rows of
/// large images are computed in parallel.
/// </remarks>
internal static class LargestClass
{
    /// <summary>The number of upsampled logits that justifies a separate thread: about two milliseconds of work.</summary>
    public const int LogitsOfBand = 1 << 22;

    /// <param name="logits">K × h × w, row-major, with the class outermost.</param>
    /// <param name="from">The size of the logits, w × h.</param>
    /// <param name="to">The size of the image.</param>
    /// <param name="alignCorners">Whether the centres of the corner pixels are aligned (<c>align_corners</c>).</param>
    /// <param name="threads">The maximum number of threads.</param>
    /// <returns>One class per pixel, row-major; the first one in a tie.</returns>
    public static byte[] Of(float[] logits, ImageSize from, ImageSize to, bool alignCorners, int threads)
    {
        int classes = logits.Length / (from.Width * from.Height);
        var columns = Taps(from.Width, to.Width, alignCorners);
        var rows = Taps(from.Height, to.Height, alignCorners);
        var ids = GC.AllocateUninitializedArray<byte>(to.Width * to.Height);
        int bands = (int)Math.Clamp((long)classes * ids.Length / LogitsOfBand, 1, Math.Min(threads, to.Height));
        if (bands == 1)
        {
            Fill(0, to.Height);
        }
        else
        {
            Parallel.For(0, bands, band => Fill((int)((long)to.Height * band / bands), (int)((long)to.Height * (band + 1) / bands)));
        }
        return ids;

        void Fill(int top, int bottom) =>
            FillRows(logits, from, columns, rows.AsSpan(top, bottom - top), ids.AsSpan(top * to.Width, (bottom - top) * to.Width));
    }

    private static void FillRows(
        ReadOnlySpan<float> logits,
        ImageSize from,
        (int First, int Second, float Share)[] columns,
        ReadOnlySpan<(int First, int Second, float Share)> rows,
        Span<byte> ids
    )
    {
        int classes = logits.Length / (from.Width * from.Height);
        int width = columns.Length;
        float[] upper = ArrayPool<float>.Shared.Rent(classes * width);
        float[] lower = ArrayPool<float>.Shared.Rent(classes * width);
        int upperRow = -1,
            lowerRow = -1;
        for (int y = 0; y < rows.Length; y++)
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

            Choose(upper, lower, share, classes, ids.Slice(y * width, width));
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

    private static void Choose(float[] upper, float[] lower, float share, int classes, Span<byte> ids)
    {
        int x = 0;
        for (; x <= ids.Length - Vector<float>.Count; x += Vector<float>.Count)
        {
            var best = Between(x);
            var id = Vector<int>.Zero;
            for (int c = 1; c < classes; c++)
            {
                var value = Between((c * ids.Length) + x);
                var larger = Vector.GreaterThan(value, best);
                best = Vector.ConditionalSelect(larger, value, best);
                id = Vector.ConditionalSelect(larger, new Vector<int>(c), id);
            }

            for (int i = 0; i < Vector<float>.Count; i++)
            {
                ids[x + i] = (byte)id[i];
            }
        }

        for (; x < ids.Length; x++)
        {
            float best = float.NegativeInfinity;
            for (int c = 0; c < classes; c++)
            {
                int at = (c * ids.Length) + x;
                float value = (upper[at] * (1 - share)) + (lower[at] * share);
                if (c == 0 || value > best)
                {
                    (best, ids[x]) = (value, (byte)c);
                }
            }
        }

        Vector<float> Between(int at) => (new Vector<float>(upper, at) * (1 - share)) + (new Vector<float>(lower, at) * share);
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
