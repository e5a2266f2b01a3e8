using System.Numerics;
using System.Runtime.InteropServices;

namespace StreetScenes;

/// <summary>A grid of samples, each of which keeps the nearest face: a depth buffer.</summary>
internal sealed class Grid(int width, int height)
{
    /// <summary>No face.</summary>
    public const int Nothing = -1;

    private readonly float[] _left = new float[height],
        _right = new float[height];

    public int Width => width;

    public int Height => height;

    public float[] Nearness { get; } = new float[width * height];

    public int[] Faces { get; } = new int[width * height];

    /// <param name="farthest">The nearness of an empty sample.</param>
    public void Clear(float farthest)
    {
        Array.Fill(Nearness, farthest);
        Array.Fill(Faces, Nothing);
    }

    /// <summary>Enters a convex polygon wherever it is nearer than what is there. A sample belongs to it when its centre does.</summary>
    /// <param name="xs">Columns of the corners.</param>
    /// <param name="ys">Rows of the corners.</param>
    /// <param name="plane">Its nearness.</param>
    /// <param name="face">Its index.</param>
    /// <param name="holes">Its holes; null where it has none.</param>
    public void Fill(ReadOnlySpan<float> xs, ReadOnlySpan<float> ys, Nearness plane, int face, Holes? holes)
    {
        (float low, float high) = (ys[0], ys[0]);
        foreach (float y in ys)
        {
            (low, high) = (MathF.Min(low, y), MathF.Max(high, y));
        }
        int top = FirstCentre(low, height),
            end = FirstCentre(high, height);
        if (top >= end)
        {
            return;
        }
        _left.AsSpan(top, end - top).Fill(float.MaxValue);
        _right.AsSpan(top, end - top).Fill(float.MinValue);
        for (int i = 0, j = xs.Length - 1; i < xs.Length; j = i++)
        {
            // From the upper end, so that two polygons agree on the edge they share.
            if (ys[j] <= ys[i])
            {
                Edge(xs[j], ys[j], xs[i], ys[i]);
            }
            else
            {
                Edge(xs[i], ys[i], xs[j], ys[j]);
            }
        }

        for (int y = top; y < end; y++)
        {
            int from = FirstCentre(_left[y], width),
                to = FirstCentre(_right[y], width);
            if (from >= to)
            {
                continue;
            }
            if (holes is null)
            {
                Row(y, from, to, plane, face);
            }
            else
            {
                Row(y, from, to, plane, face, holes);
            }
        }
    }

    /// <summary>The first sample whose centre is not before a place, within the grid.</summary>
    private static int FirstCentre(float place, int limit) => (int)MathF.Ceiling(Math.Clamp(place, 0, limit) - 0.5f);

    private void Edge(float x0, float y0, float x1, float y1)
    {
        int from = FirstCentre(y0, height),
            to = FirstCentre(y1, height);
        float slope = (x1 - x0) / (y1 - y0);
        for (int y = from; y < to; y++)
        {
            float x = x0 + ((y + 0.5f - y0) * slope);
            (_left[y], _right[y]) = (MathF.Min(_left[y], x), MathF.Max(_right[y], x));
        }
    }

    private void Row(int y, int from, int to, Nearness plane, int face)
    {
        float start = (plane.B * (y + 0.5f)) + plane.C;
        Span<float> near = Nearness.AsSpan((y * width) + from, to - from);
        Span<int> faces = Faces.AsSpan((y * width) + from, to - from);
        int x = 0;
        if (near.Length >= Vector<float>.Count)
        {
            Span<Vector<float>> nearVectors = MemoryMarshal.Cast<float, Vector<float>>(near);
            Span<Vector<int>> faceVectors = MemoryMarshal.Cast<int, Vector<int>>(faces);
            Vector<float> column = Vector.CreateSequence(from + 0.5f, 1f),
                step = new(Vector<float>.Count),
                a = new(plane.A),
                c = new(start);
            var index = new Vector<int>(face);
            for (int v = 0; v < nearVectors.Length; v++, column += step)
            {
                Vector<float> key = (a * column) + c;
                Vector<int> nearer = Vector.GreaterThan(key, nearVectors[v]);
                if (nearer == Vector<int>.Zero)
                {
                    continue;
                }
                faceVectors[v] = Vector.ConditionalSelect(nearer, index, faceVectors[v]);
                nearVectors[v] = Vector.ConditionalSelect(nearer, key, nearVectors[v]);
            }

            x = nearVectors.Length * Vector<float>.Count;
        }

        for (; x < near.Length; x++)
        {
            float key = (plane.A * (from + x + 0.5f)) + start;
            if (key > near[x])
            {
                (near[x], faces[x]) = (key, face);
            }
        }
    }

    private void Row(int y, int from, int to, Nearness plane, int face, Holes holes)
    {
        float start = (plane.B * (y + 0.5f)) + plane.C;
        for (int x = from; x < to; x++)
        {
            float key = (plane.A * (x + 0.5f)) + start;
            int at = (y * width) + x;
            if (key > Nearness[at] && holes.IsThere(x + 0.5f, y + 0.5f, key))
            {
                (Nearness[at], Faces[at]) = (key, face);
            }
        }
    }
}
