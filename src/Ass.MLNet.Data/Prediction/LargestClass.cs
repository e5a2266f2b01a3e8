using System.Numerics;

namespace Ass.MLNet.Prediction;

/// <summary>Computes the class of every pixel: logits are upsampled bilinearly, and each pixel gets the class with the largest
/// logit.</summary>
/// <remarks>The arithmetic is libtorch's, so the classes are those of the largest score, except for the last bit in ties.</remarks>
internal static class LargestClass
{
    /// <param name="logits">K × h × w, row-major, with the class outermost.</param>
    /// <param name="from">The size of the logits, w × h.</param>
    /// <param name="to">The size of the image.</param>
    /// <param name="alignCorners">Whether the centres of the corner pixels are aligned (<c>align_corners</c>).</param>
    /// <param name="threads">The maximum number of threads.</param>
    /// <returns>One class per pixel, row-major; the first one in a tie.</returns>
    public static byte[] Of(ReadOnlySpan<float> logits, ImageSize from, ImageSize to, bool alignCorners, int threads)
    {
        var ids = GC.AllocateUninitializedArray<byte>(to.Width * to.Height);
        EnlargedLogits.ForEachRow(logits, from, to, alignCorners, threads, row =>
            Choose(row.Upper, row.Lower, row.Share, row.Classes, ids.AsSpan(row.Y * to.Width, to.Width))
        );
        return ids;
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
}
