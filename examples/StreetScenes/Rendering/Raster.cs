namespace StreetScenes;

/// <summary>Puts the faces of a mesh on a grid.</summary>
internal static class Raster
{
    private const int MostCorners = 24;

    public static void Draw(Mesh mesh, View view, Grid grid)
    {
        Span<Vec3> kept = stackalloc Vec3[MostCorners];
        Span<float> xs = stackalloc float[MostCorners],
            ys = stackalloc float[MostCorners];
        ReadOnlySpan<Face> faces = mesh.Faces;
        foreach (int index in FrontToBack(mesh, view))
        {
            ref readonly Face face = ref faces[index];
            scoped ReadOnlySpan<Vec3> corners = mesh.Corners(face);
            if (view.NearestDepth is { } nearest)
            {
                int count = Clip(corners, view, nearest, kept);
                if (count < 3)
                {
                    continue;
                }
                corners = kept[..count];
            }

            (float left, float right) = (float.MaxValue, float.MinValue);
            for (int i = 0; i < corners.Length; i++)
            {
                (xs[i], ys[i]) = view.Project(corners[i]);
                (left, right) = (MathF.Min(left, xs[i]), MathF.Max(right, xs[i]));
            }

            if (right <= 0 || left >= grid.Width)
            {
                continue;
            }
            Nearness plane = view.Plane(corners[0], face.Normal);
            grid.Fill(
                xs[..corners.Length],
                ys[..corners.Length],
                plane,
                index,
                face.Material is IHoled holed
                    ? new Holes(holed, view.Coordinate(face.Origin, face.U), view.Coordinate(face.Origin, face.V), view.IsInverse)
                    : null
            );
        }
    }

    /// <summary>Near faces first: what they hide takes less time then, above all where it has holes.</summary>
    private static int[] FrontToBack(Mesh mesh, View view)
    {
        ReadOnlySpan<Face> faces = mesh.Faces;
        var depths = new float[faces.Length];
        var order = new int[faces.Length];
        for (int i = 0; i < faces.Length; i++)
        {
            // Faces at the same depth keep their order, on every machine.
            depths[i] = view.Depth(mesh.Corners(faces[i])[0]) + (i * 1e-5f);
            order[i] = i;
        }

        Array.Sort(depths, order);
        return order;
    }

    /// <summary>What of a polygon lies beyond the nearest depth.</summary>
    private static int Clip(ReadOnlySpan<Vec3> corners, View view, float nearest, Span<Vec3> kept)
    {
        int count = 0;
        Vec3 previous = corners[^1];
        float before = view.Depth(previous) - nearest;
        foreach (Vec3 corner in corners)
        {
            float now = view.Depth(corner) - nearest;
            if (before * now < 0)
            {
                kept[count++] = Vec3.Lerp(previous, corner, before / (before - now));
            }
            if (now >= 0)
            {
                kept[count++] = corner;
            }
            (previous, before) = (corner, now);
        }

        return count;
    }
}
