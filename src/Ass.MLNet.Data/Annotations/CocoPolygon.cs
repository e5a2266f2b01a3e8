using System.Buffers;

namespace Ass.MLNet.Annotations;

/// <summary>Draws polygons as COCO's own tools do.</summary>
/// <remarks>
/// Coordinates are those of pixel corners, with pixel centres at one half. The outline is traced on a grid five times as fine; in each
/// column, it is looked at where it crosses the column's centre, and the pixels between crossings, by twos, are inside, from the first
/// whose centre is not above the crossing. So a polygon that covers itself twice has a hole there, and what lies outside the image is cut
/// off.
/// </remarks>
internal static class CocoPolygon
{
    /// <summary>The largest absolute coordinate, in pixels: far beyond any image.</summary>
    public const int MostCoordinate = 1 << 17;

    private const int Fineness = 5;

    /// <summary>Draws a polygon.</summary>
    /// <param name="points">x and y of each corner in turn, at most <see cref="MostCoordinate"/>.</param>
    /// <param name="canvas">The label.</param>
    /// <param name="id">The train id.</param>
    public static void Draw(ReadOnlySpan<double> points, LabelCanvas canvas, byte id)
    {
        int pixels = canvas.Size.Width * canvas.Size.Height;
        bool[] crossings = ArrayPool<bool>.Shared.Rent(pixels + 1);
        crossings.AsSpan(0, pixels + 1).Clear();
        try
        {
            var trace = new Tracer(crossings, canvas.Size);
            for (int i = 0; i < points.Length; i += 2)
            {
                int next = (i + 2) % points.Length;
                trace.Edge(Fine(points[i]), Fine(points[i + 1]), Fine(points[next]), Fine(points[next + 1]));
            }

            Fill(crossings.AsSpan(0, pixels + 1), canvas, id);
        }
        finally
        {
            ArrayPool<bool>.Shared.Return(crossings);
        }
    }

    private static int Fine(double coordinate) => (int)((Fineness * coordinate) + 0.5);

    private static void Fill(ReadOnlySpan<bool> crossings, LabelCanvas canvas, byte id)
    {
        for (int at = 0; ; )
        {
            int start = crossings[at..].IndexOf(true);
            int length = start < 0 ? -1 : crossings[(at + start + 1)..].IndexOf(true);
            if (length < 0)
            {
                return;
            }

            canvas.FillColumns(at + start, length + 1, id);
            at += start + length + 2;
        }
    }

    private struct Tracer(bool[] crossings, ImageSize size)
    {
        private (int X, int Y)? _last;

        /// <summary>Walks along an edge in steps of one along its longer side.</summary>
        public void Edge(int fromX, int fromY, int toX, int toY)
        {
            int width = Math.Abs(toX - fromX),
                height = Math.Abs(toY - fromY),
                steps = Math.Max(width, height);
            if (steps == 0)
            {
                return;
            }

            // Points are computed from the left or upper end, whichever way the edge runs, so that neighbours share their border.
            bool flat = width >= height,
                backwards = flat ? fromX > toX : fromY > toY;
            var (x, y) = backwards ? (toX, toY) : (fromX, fromY);
            double slope = flat ? (double)(toY - fromY) / (toX - fromX) : (double)(toX - fromX) / (toY - fromY);
            for (int i = 0; i <= steps; i++)
            {
                int step = backwards ? steps - i : i;
                Visit(flat ? x + step : (int)(x + (slope * step) + 0.5), flat ? (int)(y + (slope * step) + 0.5) : y + step);
            }
        }

        private void Visit(int x, int y)
        {
            if (_last is { } last && last.X != x)
            {
                Cross(x < last.X ? x : x - 1, Math.Min(y, last.Y));
            }

            _last = (x, y);
        }

        /// <summary>Notes a crossing of the line between x and x + 1 of the fine grid, if the centre of a column lies there.</summary>
        private readonly void Cross(int x, int y)
        {
            int column = x / Fineness;
            if (x < 0 || x % Fineness != Fineness / 2 || column >= size.Width)
            {
                return;
            }

            // The first row whose centre is not above y.
            int row = Math.Min(Math.Max(y + (Fineness / 2), 0) / Fineness, size.Height);
            crossings[(column * size.Height) + row] ^= true;
        }
    }
}
