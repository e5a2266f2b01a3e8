using Ass.MLNet.Images;

namespace Ass.MLNet.Labels;

/// <summary>Crops a window from a resized label, aligned with the window that <see cref="Resampler"/> crops from the image.</summary>
internal static class LabelResampler
{
    /// <summary>Returns the window of a resized label; 255 outside the label. Returns the ids themselves if nothing changes.</summary>
    public static byte[] ResizeLabels(byte[] ids, ImageSize from, ImageSize size, Window window, bool mirror = false)
    {
        if (from == size && window == new Window(0, 0, size.Width, size.Height) && !mirror)
        {
            return ids;
        }

        byte[] result = PixelBuffers.Take(checked(window.Width * window.Height));
        Array.Fill(result, LabelMask.Ignored);
        int left = Math.Max(0, -window.X);
        int right = Math.Min(window.Width, size.Width - window.X);
        var columns = new int[Math.Max(0, right - left)];
        for (int x = 0; x < columns.Length; x++)
        {
            columns[x] = Resampler.Nearest(window.X + left + x, from.Width, size.Width);
        }
        if (columns.Length == 0)
        {
            return result;
        }
        if (mirror)
        {
            Array.Reverse(columns);
            left = window.Width - right;
        }

        for (int y = Math.Max(0, -window.Y); y < Math.Min(window.Height, size.Height - window.Y); y++)
        {
            var source = ids.AsSpan(Resampler.Nearest(window.Y + y, from.Height, size.Height) * from.Width, from.Width);
            var target = result.AsSpan(y * window.Width + left, columns.Length);
            for (int x = 0; x < target.Length; x++)
            {
                target[x] = source[columns[x]];
            }
        }

        return result;
    }
}
