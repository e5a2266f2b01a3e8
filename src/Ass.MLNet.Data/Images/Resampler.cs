using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Ass.MLNet.Images;

/// <summary>Crops a window from a resized image without computing the rest, optionally mirrored.</summary>
/// <remarks>
/// Images use a triangle or cubic filter that widens when downscaling (Pillow's <c>BILINEAR</c> and <c>BICUBIC</c>, up to the last bit), to
/// prevent the aliasing of plain sampling. Labels use the nearest pixel, because ids cannot be mixed. Both place pixel centres at
/// half-integers, so image and label stay aligned.
/// </remarks>
internal static class Resampler
{
    /// <summary>Resizes <paramref name="image"/> to <paramref name="size"/> and returns the part in <paramref name="window"/>, flipped
    /// horizontally if <paramref name="mirror"/> is set; <paramref name="padding"/> (B, G, R) fills the area outside the image. Returns the
    /// image itself if nothing changes.</summary>
    public static BgrImage Resize(
        BgrImage image,
        ImageSize size,
        Window window,
        ReadOnlySpan<byte> padding,
        bool mirror = false,
        ImageInterpolation interpolation = ImageInterpolation.Bilinear
    )
    {
        if (size.Width == image.Width && size.Height == image.Height && window == new Window(0, 0, size.Width, size.Height) && !mirror)
        {
            return image;
        }

        byte[] result = PixelBuffers.Take(checked(window.Width * window.Height * 3));
        var columns = FilterTaps.Create(image.Width, size.Width, window.X, window.Width, interpolation);
        var rows = FilterTaps.Create(image.Height, size.Height, window.Y, window.Height, interpolation);
        if (columns.Count < window.Width || rows.Count < window.Height)
        {
            Fill(result, padding);
        }
        if (columns.Count == 0 || rows.Count == 0)
        {
            return new BgrImage(window.Width, window.Height, result);
        }

        int left = columns.First[0] * 3;
        int right = (columns.First[^1] + columns.Taps) * 3;
        if (mirror)
        {
            columns = columns.Mirror(window.Width);
        }
        var line = new float[right - left + 1];
        if (interpolation == ImageInterpolation.Bicubic)
        {
            ColumnsFirst(
                image,
                left,
                line,
                columns,
                rows,
                result.AsSpan((rows.Offset * window.Width + columns.Offset) * 3),
                window.Width * 3
            );
            return new BgrImage(window.Width, window.Height, result);
        }

        // Row by row of the result, vertically first: whole lines can be added up in that direction, and the slower, horizontal direction
        // is left
        // with only as many rows as the result has.
        for (int y = 0; y < rows.Count; y++)
        {
            var weights = rows.Weights.AsSpan(y * rows.Taps, rows.Taps);
            AddRows(image.Pixels.AsSpan(rows.First[y] * image.Width * 3 + left), image.Width * 3, weights, line.AsSpan(0, right - left));
            FilterRow(line, left / 3, columns, result.AsSpan(((rows.Offset + y) * window.Width + columns.Offset) * 3, columns.Count * 3));
        }

        return new BgrImage(window.Width, window.Height, result);
    }

    /// <summary>Returns the pixel of a line of <paramref name="from"/> pixels under the centre of a pixel of the line resized to
    /// <paramref name="to"/> pixels.</summary>
    public static int Nearest(int position, int from, int to) => (int)((2L * position + 1) * from / (2L * to));

    /// <summary>Pillow's order: source rows are first narrowed and rounded to bytes, then added up. The order matters because a cubic
    /// overshoots and is clipped.</summary>
    private static void ColumnsFirst(
        BgrImage image,
        int left,
        float[] line,
        FilterTaps columns,
        FilterTaps rows,
        Span<byte> target,
        int targetStride
    )
    {
        int firstRow = rows.First[0];
        int stride = columns.Count * 3;
        var narrow = new byte[(rows.First[^1] + rows.Taps - firstRow) * stride];
        for (int y = 0; y < narrow.Length / stride; y++)
        {
            AddRows(image.Pixels.AsSpan((firstRow + y) * image.Width * 3 + left), image.Width * 3, [1f], line.AsSpan(0, line.Length - 1));
            FilterRow(line, left / 3, columns, narrow.AsSpan(y * stride, stride));
        }

        var sums = new float[stride];
        for (int y = 0; y < rows.Count; y++)
        {
            AddRows(narrow.AsSpan((rows.First[y] - firstRow) * stride), stride, rows.Weights.AsSpan(y * rows.Taps, rows.Taps), sums);
            for (int i = 0; i < stride; i++)
            {
                target[y * targetStride + i] = (byte)(Math.Clamp(sums[i], 0, 255) + 0.5f);
            }
        }
    }

    /// <summary>Computes weighted sums of the bytes of rows that are <paramref name="stride"/> bytes apart.</summary>
    private static void AddRows(ReadOnlySpan<byte> rows, int stride, ReadOnlySpan<float> weights, Span<float> sums)
    {
        _ = rows[(weights.Length - 1) * stride + sums.Length - 1];
        ref byte source = ref MemoryMarshal.GetReference(rows);
        ref float target = ref MemoryMarshal.GetReference(sums);
        int i = 0;
        for (; i <= sums.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Vector<float> first = default,
                second = default,
                third = default,
                fourth = default;
            for (int t = 0; t < weights.Length; t++)
            {
                var weight = new Vector<float>(weights[t]);
                Vector.Widen(Vector.LoadUnsafe(ref source, (nuint)(t * stride + i)), out var low, out var high);
                Vector.Widen(low, out var bytes0, out var bytes1);
                Vector.Widen(high, out var bytes2, out var bytes3);
                first += weight * Vector.ConvertToSingle(Vector.AsVectorInt32(bytes0));
                second += weight * Vector.ConvertToSingle(Vector.AsVectorInt32(bytes1));
                third += weight * Vector.ConvertToSingle(Vector.AsVectorInt32(bytes2));
                fourth += weight * Vector.ConvertToSingle(Vector.AsVectorInt32(bytes3));
            }

            first.StoreUnsafe(ref target, (nuint)i);
            second.StoreUnsafe(ref target, (nuint)(i + Vector<float>.Count));
            third.StoreUnsafe(ref target, (nuint)(i + 2 * Vector<float>.Count));
            fourth.StoreUnsafe(ref target, (nuint)(i + 3 * Vector<float>.Count));
        }

        for (; i < sums.Length; i++)
        {
            float sum = 0;
            for (int t = 0; t < weights.Length; t++)
            {
                sum += weights[t] * rows[t * stride + i];
            }
            sums[i] = sum;
        }
    }

    /// <summary>Computes weighted sums of neighbouring pixels, rounded and clipped to 0–255. <paramref name="line"/> starts at source pixel
    /// <paramref name="start"/> and has one float more than its pixels need, because values are read four at a time.</summary>
    private static void FilterRow(ReadOnlySpan<float> line, int start, FilterTaps columns, Span<byte> target)
    {
        ref float source = ref MemoryMarshal.GetReference(line);
        ref float weights = ref MemoryMarshal.GetArrayDataReference(columns.Weights);
        var lowBytes = Vector128.Create((byte)0, 4, 8, 12, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255);
        for (int x = 0, tap = 0; x < columns.First.Length; x++)
        {
            var sum = Vector128.Create(0.5f);
            nuint at = (nuint)((columns.First[x] - start) * 3);
            for (int t = 0; t < columns.Taps; t++, tap++, at += 3)
            {
                sum += Vector128.Create(Unsafe.Add(ref weights, tap)) * Vector128.LoadUnsafe(ref source, at);
            }

            sum = Vector128.Min(Vector128.Max(sum, Vector128<float>.Zero), Vector128.Create(255.5f));
            var bytes = Vector128.Shuffle(Vector128.ConvertToInt32(sum).AsByte(), lowBytes);
            target[x * 3] = bytes[0];
            target[x * 3 + 1] = bytes[1];
            target[x * 3 + 2] = bytes[2];
        }
    }

    private static void Fill(Span<byte> pixels, ReadOnlySpan<byte> color)
    {
        for (int i = 0; i < pixels.Length; i += color.Length)
        {
            color.CopyTo(pixels[i..]);
        }
    }
}
