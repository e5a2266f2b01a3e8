namespace Ass.MLNet;

/// <summary>Cuts a window out of a resized picture without making the rest of it.</summary>
/// <remarks>
/// Images: a triangle filter or a cubic one that widens with the reduction (Pillow's <c>BILINEAR</c> and <c>BICUBIC</c>, but for a last bit), so that
/// a large photograph made small does not alias as plain sampling would. Labels: the nearest pixel, because ids cannot be mixed. Pixel
/// centres are at half-integers in both, so image and label stay aligned.
/// </remarks>
internal static class Resampler
{
    /// <summary>The part of <paramref name="image"/>, resized to <paramref name="size"/>, that <paramref name="window"/> shows;
    /// <paramref name="padding"/> (B, G, R) where it shows what is not there.</summary>
    public static BgrImage Resize(
        BgrImage image, ImageSize size, Window window, ReadOnlySpan<byte> padding, ImageInterpolation interpolation = ImageInterpolation.Bilinear)
    {
        if (size.Width == image.Width && size.Height == image.Height && window == new Window(0, 0, size.Width, size.Height))
            return image;

        var result = new byte[checked(window.Width * window.Height * 3)];
        for (int i = 0; i < result.Length; i += 3)
            padding.CopyTo(result.AsSpan(i, 3));

        var columns = FilterTaps.Create(image.Width, size.Width, window.X, window.Width, interpolation);
        var rows = FilterTaps.Create(image.Height, size.Height, window.Y, window.Height, interpolation);
        if (columns.Count == 0 || rows.Count == 0)
            return new BgrImage(window.Width, window.Height, result);

        // Horizontally first, each source row once: rows of the window need few and overlapping source rows.
        int firstSource = rows.First[0];
        int sourceRows = rows.First[^1] + rows.Taps - firstSource;
        int stride = columns.Count * 3;
        var narrowed = new float[sourceRows * stride];
        for (int y = 0; y < sourceRows; y++)
            FilterRow(image.Pixels.AsSpan((firstSource + y) * image.Width * 3, image.Width * 3), columns, narrowed.AsSpan(y * stride, stride));

        // A cubic overshoots, and Pillow cuts that off between rows and columns too.
        if (interpolation == ImageInterpolation.Bicubic)
        {
            foreach (ref float value in narrowed.AsSpan())
                value = ToByte(value);
        }

        var sum = new float[stride];
        for (int y = 0; y < rows.Count; y++)
        {
            Array.Clear(sum);
            for (int t = 0; t < rows.Taps; t++)
            {
                float weight = rows.Weights[y * rows.Taps + t];
                if (weight != 0)
                    System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(narrowed.AsSpan((rows.First[y] - firstSource + t) * stride, stride), weight, sum, sum);
            }

            int to = ((rows.Offset + y) * window.Width + columns.Offset) * 3;
            for (int i = 0; i < stride; i++)
                result[to + i] = ToByte(sum[i]);
        }

        return new BgrImage(window.Width, window.Height, result);
    }

    /// <summary>The same window of a label; 255 where it shows what is not there.</summary>
    public static byte[] ResizeLabels(byte[] ids, ImageSize from, ImageSize size, Window window)
    {
        if (from == size && window == new Window(0, 0, size.Width, size.Height))
            return ids;

        var result = new byte[checked(window.Width * window.Height)];
        Array.Fill(result, LabelMask.Ignored);
        int left = Math.Max(0, -window.X);
        int right = Math.Min(window.Width, size.Width - window.X);
        var columns = new int[Math.Max(0, right - left)];
        for (int x = 0; x < columns.Length; x++)
            columns[x] = Nearest(window.X + left + x, from.Width, size.Width);
        for (int y = Math.Max(0, -window.Y); y < Math.Min(window.Height, size.Height - window.Y); y++)
        {
            var source = ids.AsSpan(Nearest(window.Y + y, from.Height, size.Height) * from.Width, from.Width);
            var target = result.AsSpan(y * window.Width + left, columns.Length);
            for (int x = 0; x < columns.Length; x++)
                target[x] = source[columns[x]];
        }

        return result;
    }

    /// <summary>The pixel of a line of <paramref name="from"/> pixels under the centre of a pixel of the line resized to <paramref name="to"/>.</summary>
    public static int Nearest(int position, int from, int to) => (int)((2L * position + 1) * from / (2L * to));

    private static byte ToByte(float value) => (byte)(Math.Clamp(value, 0, 255) + 0.5f);

    private static void FilterRow(ReadOnlySpan<byte> source, FilterTaps columns, Span<float> destination)
    {
        for (int x = 0, tap = 0; x < columns.Count; x++)
        {
            float b = 0, g = 0, r = 0;
            int at = columns.First[x] * 3;
            for (int t = 0; t < columns.Taps; t++, tap++, at += 3)
            {
                float weight = columns.Weights[tap];
                b += weight * source[at];
                g += weight * source[at + 1];
                r += weight * source[at + 2];
            }

            (destination[x * 3], destination[x * 3 + 1], destination[x * 3 + 2]) = (b, g, r);
        }
    }
}
