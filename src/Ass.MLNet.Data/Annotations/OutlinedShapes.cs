namespace Ass.MLNet.Annotations;

/// <summary>Draws polygons, rectangles and circles as labelme does, with their outlines.</summary>
/// <remarks>
/// Coordinates are cut to whole numbers, which are pixels, and both borders belong to the shape: a rectangle from 1 to 3 is three pixels
/// wide. These are the rules of Pillow, which labelme draws with, in its releases of 2026; older ones differ in single pixels at acute
/// corners.
/// </remarks>
internal static class OutlinedShapes
{
    /// <summary>Draws a polygon by the even-odd rule.</summary>
    /// <param name="points">The corners, at most <see cref="CocoPolygon.MostCoordinate"/>.</param>
    /// <param name="canvas">The label.</param>
    /// <param name="id">The train id.</param>
    public static void DrawPolygon(IReadOnlyList<(double X, double Y)> points, LabelCanvas canvas, byte id)
    {
        (int X, int Y)[] corners = [.. points.Select(point => ((int)point.X, (int)point.Y))];
        var edges = new List<Edge>();
        for (int i = 0; i < corners.Length; i++)
        {
            var (from, to) = (corners[i], corners[(i + 1) % corners.Length]);
            if (from.Y == to.Y)
            {
                canvas.FillRow(from.Y, Math.Min(from.X, to.X), Math.Max(from.X, to.X), id);
            }
            else
            {
                edges.Add(new Edge(edges.Count, from.X, from.Y, to.X, to.Y));
            }
        }

        // Edges come in as their first row is reached, so that a row looks only at those that can cross it.
        edges.Sort((a, b) => a.Top.CompareTo(b.Top));
        int last = corners.Max(corner => corner.Y),
            next = 0;
        var active = new List<Edge>();
        var crossings = new List<float>();
        for (int y = Math.Max(0, corners.Min(corner => corner.Y)); y <= Math.Min(last, canvas.Size.Height - 1); y++)
        {
            if (next < edges.Count && edges[next].Top <= y)
            {
                for (; next < edges.Count && edges[next].Top <= y; next++)
                {
                    active.Add(edges[next]);
                }

                active.Sort((a, b) => a.Number.CompareTo(b.Number));
            }

            active.RemoveAll(edge => edge.Bottom < y);
            crossings.Clear();
            foreach (var edge in active)
            {
                if (edge.Bottom == y && y < last)
                {
                    // The edge ends here: it is a border of this row, but it changes nothing between inside and outside.
                    crossings.Add(edge.At(y));
                    crossings.Add(edge.At(y));
                }
                else
                {
                    crossings.Add(edge.Top == y || edge.Bottom == y ? Corner(edge, active, y) : edge.At(y));
                }
            }

            crossings.Sort();
            for (int i = 0; i + 1 < crossings.Count; i += 2)
            {
                canvas.FillRow(y, HalfUp(crossings[i]), HalfDown(crossings[i + 1]), id);
            }
        }
    }

    /// <summary>Draws the rectangle between two opposite corners.</summary>
    public static void DrawRectangle((double X, double Y) a, (double X, double Y) b, LabelCanvas canvas, byte id)
    {
        int bottom = (int)Math.Max(a.Y, b.Y);
        for (int y = Math.Max(0, (int)Math.Min(a.Y, b.Y)); y <= Math.Min(bottom, canvas.Size.Height - 1); y++)
        {
            canvas.FillRow(y, (int)Math.Min(a.X, b.X), (int)Math.Max(a.X, b.X), id);
        }
    }

    /// <summary>Draws the circle around a centre through a point of its border.</summary>
    public static void DrawCircle((double X, double Y) center, (double X, double Y) border, LabelCanvas canvas, byte id)
    {
        double radius = Math.Sqrt(Math.Pow(center.X - border.X, 2) + Math.Pow(center.Y - border.Y, 2));
        int left = (int)(center.X - radius),
            right = (int)(center.X + radius),
            top = (int)(center.Y - radius),
            bottom = (int)(center.Y + radius);

        // In twice the distance from the centre, so that a centre between two pixels is a whole number, too. The border goes from its
        // rightmost pixel to its lowest one, each time to that neighbour, down or left, which lies nearest to the ellipse.
        int width = right - left,
            height = bottom - top,
            x = width,
            y = height % 2;
        if (width + height > 0)
        {
            Fill(x, y);
        }

        while (x != width % 2 || y != height)
        {
            var (nextX, nextY) = (x, y + 2);
            if (x > 1)
            {
                nextX = Distance(x - 2, y + 2) < Distance(x, y + 2) ? x - 2 : x;
                if (Distance(x - 2, y) < Distance(nextX, nextY))
                {
                    (nextX, nextY) = (x - 2, y);
                }
            }

            if (nextY > height)
            {
                break;
            }

            if (nextY != y)
            {
                Fill(nextX, nextY);
            }

            (x, y) = (nextX, nextY);
        }

        Int128 Distance(int atX, int atY) =>
            Int128.Abs(
                ((Int128)width * width * atY * atY) + ((Int128)height * height * atX * atX) - ((Int128)width * width * height * height)
            );

        void Fill(int halfWidth, int halfHeight)
        {
            int first = (left + right - halfWidth) / 2,
                last = (left + right + halfWidth) / 2;
            canvas.FillRow((top + bottom - halfHeight) / 2, first, last, id);
            canvas.FillRow((top + bottom + halfHeight) / 2, first, last, id);
        }
    }

    /// <summary>Where an edge begins, or ends in the last row. In an acute corner, where the edge of a smaller number beside it leaves the
    /// row in the same direction by more than a pixel, the corner is drawn longer, up to the nearer of both in the next row.</summary>
    private static float Corner(Edge edge, List<Edge> active, int y)
    {
        float x = edge.At(y);
        int beside = y == edge.Bottom ? y - 1 : y + 1;
        var other = active.Find(o =>
            o.Number < edge.Number
            && (o.Top == y || o.Bottom == y)
            && o.IsSlanted
            && o.Top <= beside
            && beside <= o.Bottom
            && Whole(o.At(y)) == Whole(x)
        );
        if (!edge.IsSlanted || other is null)
        {
            return x;
        }

        float right = Math.Max(edge.At(beside), other.At(beside)),
            left = Math.Min(edge.At(beside), other.At(beside));
        return x > right + 1 ? Whole(right) + 1
            : x < left - 1 ? Whole(left) - 1
            : x;
    }

    private static float Whole(float x) => MathF.Round(x, MidpointRounding.AwayFromZero);

    private static int HalfUp(float x) => (int)(x >= 0 ? Math.Floor(x + 0.5f) : -Math.Floor(-x + 0.5f));

    private static int HalfDown(float x) => (int)(x >= 0 ? Math.Ceiling(x - 0.5f) : -Math.Ceiling(-x - 0.5f));

    private sealed class Edge(int number, int fromX, int fromY, int toX, int toY)
    {
        private readonly float _slope = (float)(toX - fromX) / (toY - fromY);

        public int Number => number;

        public bool IsSlanted => fromX != toX;

        public int Top => Math.Min(fromY, toY);

        public int Bottom => Math.Max(fromY, toY);

        public float At(int y) => ((y - fromY) * _slope) + fromX;
    }
}
