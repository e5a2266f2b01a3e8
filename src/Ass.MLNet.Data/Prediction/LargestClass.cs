using System.Buffers;
using System.Numerics;

namespace Ass.MLNet.Prediction;

/// <summary>The class of every pixel of an image: logits enlarged bilinearly, and at each pixel the class whose logit is the
/// largest.</summary>
/// <remarks>
/// Why not libtorch's enlargement and its <c>max</c>: they write and read all enlarged logits, K times the image in floats, where two lines
/// of them are enough. The arithmetic is libtorch's, so that classes are those of the largest score but for the last bit where two are
/// equal. Bands of rows of large images are computed side by side.
/// </remarks>
internal static class LargestClass
{
    /// <summary>Enlarged logits that are worth a thread of their own: about two milliseconds.</summary>
    public const int LogitsOfBand = 1 << 22;

    /// <param name="logits">K × h × w, row-major, with the class outermost.</param>
    /// <param name="from">w and h.</param>
    /// <param name="to">The image's size.</param>
    /// <param name="alignCorners">Whether the corner pixels' centres lie in the corners (<c>align_corners</c>).</param>
    /// <param name="threads">At most so many work on it.</param>
    /// <returns>A class for each pixel, row-major; the first one where several are equal.</returns>
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

    /// <summary>One row of all classes' logits, as wide as the image: K × W.</summary>
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

    /// <summary>For each place of the result the two of the source between which it lies, and the second one's share.</summary>
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
