namespace StreetScenes;

/// <summary>Tells what the sun does not reach.</summary>
internal sealed class Shadows
{
    private readonly SunView _view;
    private readonly Grid _grid;

    /// <param name="mesh">What casts shadows.</param>
    /// <param name="toSun">Unit vector.</param>
    /// <param name="grid">A square grid to use.</param>
    public Shadows(Mesh mesh, Vec3 toSun, Grid grid)
    {
        _view = new SunView(toSun, new(-14, 0, 0), new(14, 7, 75), grid.Width);
        _grid = grid;
        grid.Clear(float.MinValue);
        Raster.Draw(mesh, _view, grid);
    }

    /// <summary>The share of the sun's light that reaches a place, 0–1.</summary>
    public float Light(Vec3 point, Vec3 normal)
    {
        // A little off the surface, which would otherwise shade itself.
        Vec3 off = point + (normal * 0.08f);
        (float x, float y) = _view.Project(off);
        float nearness = -_view.Depth(off) + 0.1f;
        float fx = MathF.Floor(x - 0.5f),
            fy = MathF.Floor(y - 0.5f);
        int column = (int)fx,
            row = (int)fy;
        if (column < 0 || row < 0 || column >= _grid.Width - 1 || row >= _grid.Height - 1)
        {
            return 1;
        }
        float tx = x - 0.5f - fx,
            ty = y - 0.5f - fy;
        int at = (row * _grid.Width) + column;
        float top = Lit(at, nearness) + ((Lit(at + 1, nearness) - Lit(at, nearness)) * tx);
        float bottom = Lit(at + _grid.Width, nearness) + ((Lit(at + _grid.Width + 1, nearness) - Lit(at + _grid.Width, nearness)) * tx);
        return top + ((bottom - top) * ty);
    }

    private float Lit(int at, float nearness) => _grid.Nearness[at] <= nearness ? 1 : 0;
}
