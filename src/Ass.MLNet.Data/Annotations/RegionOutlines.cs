namespace Ass.MLNet.Annotations;

/// <summary>Finds the outlines of a mask's regions: pixels of one class that are connected by their sides.</summary>
/// <remarks>
/// An outline goes through the centres of a region's outermost pixels, clockwise, and knows no holes. Regions that lie in a hole of another
/// come later, so that, drawn one over another as labelme does, outlines give the mask again; only ignored pixels in a hole are lost.
/// </remarks>
internal sealed class RegionOutlines
{
    // Right, down, left, up.
    private static readonly (int X, int Y)[] Ways = [(1, 0), (0, 1), (-1, 0), (0, -1)];

    private readonly byte[] _ids;
    private readonly int _width;
    private readonly int _height;
    private readonly int[] _regions;

    private RegionOutlines(SegmentationMask mask)
    {
        (_ids, _width, _height) = (mask.ClassIds, mask.Width, mask.Height);
        _regions = new int[_ids.Length];
    }

    /// <summary>Finds the outlines of all regions, the outer ones first.</summary>
    /// <param name="mask">The mask; ignored pixels have no region.</param>
    /// <param name="tolerance">How far, in pixels, an outline may pass from a corner that is left out; 0: only corners on a line with
    /// their neighbours are.</param>
    /// <returns>The train ids, and at least three corners each, of which no other is the first.</returns>
    public static IEnumerable<(byte Id, IReadOnlyList<(double X, double Y)> Points)> Of(SegmentationMask mask, double tolerance)
    {
        var outlines = new RegionOutlines(mask);
        var found = new List<(byte Id, IReadOnlyList<(double X, double Y)> Points, long Box)>();
        for (int at = 0; at < outlines._ids.Length; at++)
        {
            byte id = outlines._ids[at];
            if (id < mask.ClassNames.Count && outlines._regions[at] == 0)
            {
                outlines.Mark(at, found.Count + 1);
                var points = outlines.Trace(at);
                long box =
                    (points.Max(point => point.X) - points.Min(point => point.X) + 1L)
                    * (points.Max(point => point.Y) - points.Min(point => point.Y) + 1L);
                found.Add((id, Simplified(points, tolerance), box));
            }
        }

        // A region in a hole has a smaller box than the region around it.
        return found.OrderByDescending(region => region.Box).Select(region => (region.Id, region.Points));
    }

    private void Mark(int start, int region)
    {
        var open = new Stack<int>([start]);
        _regions[start] = region;
        while (open.TryPop(out int at))
        {
            foreach (var (x, y) in Ways)
            {
                int nextX = (at % _width) + x,
                    nextY = (at / _width) + y,
                    next = (nextY * _width) + nextX;
                if (nextX >= 0 && nextX < _width && nextY >= 0 && nextY < _height && _regions[next] == 0 && _ids[next] == _ids[at])
                {
                    _regions[next] = region;
                    open.Push(next);
                }
            }
        }
    }

    /// <summary>Walks along the border with the region on the right hand, from the upper side of its first pixel.</summary>
    private List<(int X, int Y)> Trace(int start)
    {
        int region = _regions[start];
        var (x, y) = (start % _width, start / _width);
        var first = (x, y);
        var points = new List<(int X, int Y)> { first };
        int way = 0;
        do
        {
            var ahead = (X: x + Ways[way].X, Y: y + Ways[way].Y);
            int left = (way + 3) % 4;
            var beside = (X: ahead.X + Ways[left].X, Y: ahead.Y + Ways[left].Y);
            if (!IsIn(ahead))
            {
                way = (way + 1) % 4;
            }
            else if (IsIn(beside))
            {
                ((x, y), way) = (beside, left);
                points.Add(beside);
            }
            else
            {
                (x, y) = ahead;
                points.Add(ahead);
            }
        } while ((x, y) != first || way != 0);

        if (points.Count > 1 && points[^1] == first)
        {
            points.RemoveAt(points.Count - 1);
        }

        return points;

        bool IsIn((int X, int Y) pixel) =>
            pixel.X >= 0 && pixel.X < _width && pixel.Y >= 0 && pixel.Y < _height && _regions[(pixel.Y * _width) + pixel.X] == region;
    }

    /// <summary>Leaves out corners (Douglas and Peucker): a part of the outline becomes a line where no corner is farther from it than the
    /// tolerance.</summary>
    private static List<(double X, double Y)> Simplified(List<(int X, int Y)> points, double tolerance)
    {
        // The outline's beginning is always kept: it must be a corner, and the point farthest from any other is one.
        int start = Enumerable.Range(0, points.Count).MaxBy(i => Square(points[i], points[0]));
        points = [.. points[start..], .. points[..start]];
        var kept = new bool[points.Count];
        kept[0] = true;
        var open = new Stack<(int From, int To)>();
        open.Push((0, points.Count));
        while (open.TryPop(out var part))
        {
            var (from, to) = (points[part.From], points[part.To % points.Count]);
            int farthest = -1;
            double distance = tolerance;
            for (int i = part.From + 1; i < part.To; i++)
            {
                double at = Distance(points[i], from, to);
                if (at > distance)
                {
                    (farthest, distance) = (i, at);
                }
            }

            if (farthest >= 0)
            {
                kept[farthest] = true;
                open.Push((part.From, farthest));
                open.Push((farthest, part.To));
            }
        }

        List<(double X, double Y)> corners = [.. points.Where((_, i) => kept[i]).Select(point => ((double)point.X, (double)point.Y))];
        while (corners.Count < 3)
        {
            // labelme knows no polygons of fewer corners, and drops those that are the first once more. Drawing cuts off the fractions.
            corners.Add((corners[^1].X + 0.25, corners[^1].Y));
        }

        return corners;
    }

    private static long Square((int X, int Y) a, (int X, int Y) b)
    {
        long x = a.X - b.X,
            y = a.Y - b.Y;
        return (x * x) + (y * y);
    }

    /// <summary>The distance of a point from a line between two points, or from its nearer end.</summary>
    private static double Distance((int X, int Y) point, (int X, int Y) from, (int X, int Y) to)
    {
        double x = to.X - from.X,
            y = to.Y - from.Y,
            square = (x * x) + (y * y);
        double along = square == 0 ? 0 : Math.Clamp((((point.X - from.X) * x) + ((point.Y - from.Y) * y)) / square, 0, 1);
        double offX = from.X + (along * x) - point.X,
            offY = from.Y + (along * y) - point.Y;
        return Math.Sqrt((offX * offX) + (offY * offY));
    }
}
