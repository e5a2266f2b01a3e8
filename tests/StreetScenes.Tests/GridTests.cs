using Xunit;

namespace StreetScenes.Tests;

public sealed class GridTests
{
    [Fact]
    public void TheNearerFaceWinsInAnyOrderAndNeighboursLeaveNoGap()
    {
        var grid = new Grid(40, 30);
        grid.Clear(0);
        Nearness near = new(0, 0, 2),
            far = new(0, 0, 1);

        // Two triangles that share a slanted edge, and a rectangle behind them and before nothing.
        grid.Fill([3, 33, 3], [2, 2, 27], far, 0, null);
        grid.Fill([33, 33, 3], [2, 27, 27], far, 1, null);
        grid.Fill([10, 20, 20, 10], [5, 5, 15, 15], near, 2, null);
        grid.Fill([10, 20, 20, 10], [5, 5, 15, 15], far, 3, null);

        for (int y = 0; y < 30; y++)
        {
            for (int x = 0; x < 40; x++)
            {
                int face = grid.Faces[(y * 40) + x];
                bool inside = x is >= 3 and < 33 && y is >= 2 and < 27,
                    inFront = x is >= 10 and < 20 && y is >= 5 and < 15;
                Assert.True(
                    inFront ? face == 2
                        : inside ? face is 0 or 1
                        : face == Grid.Nothing,
                    $"Column {x}, row {y} shows face {face}."
                );
            }
        }
    }

    [Fact]
    public void HolesShowWhatIsBehind()
    {
        var grid = new Grid(8, 8);
        grid.Clear(0);
        grid.Fill([0, 8, 8, 0], [0, 0, 8, 8], new(0, 0, 1), 0, null);
        grid.Fill([0, 8, 8, 0], [0, 0, 8, 8], new(0, 0, 2), 1, new Holes(new LeftHalf(), new(0, 1, 0, 0), default, false));

        Assert.Equal(32, grid.Faces.Count(face => face == 1));
        Assert.Equal(32, grid.Faces.Count(face => face == 0));
    }

    [Fact]
    public void BothViewsFindAPlanesPointsAgain()
    {
        var camera = new CameraView(new(0.5f, 1.4f, -1), 0.2f, -0.05f, 0.02f, 300, 480, 360);
        var sun = new SunView(new Vec3(0.3f, 0.5f, -0.8f).Normalized, new(-10, 0, 0), new(10, 5, 60), 256);
        Vec3 point = new(2, 0.7f, 14),
            other = new(-1, 2.2f, 11),
            third = new(0, 0.1f, 19);
        Vec3 normal = Vec3.Cross(other - point, third - point).Normalized;
        foreach (View view in new View[] { camera, sun })
        {
            Nearness plane = view.Plane(point, normal);
            foreach (Vec3 p in new[] { point, other, third })
            {
                (float x, float y) = view.Project(p);
                foreach (Vec3 axis in new[] { new Vec3(1, 0, 0), new Vec3(0, 1, 0), new Vec3(0, 0, 1) })
                {
                    Coordinate coordinate = view.Coordinate(other, axis);
                    float nearness = plane.At(x, y),
                        found = view.IsInverse ? coordinate.AtInverse(x, y, 1 / nearness) : coordinate.At(x, y, nearness);
                    Assert.Equal(Vec3.Dot(p - other, axis), found, 0.01f);
                }
            }
        }
    }

    private sealed class LeftHalf : IHoled
    {
        public bool IsThere(float u, float v) => u < 4;
    }
}
