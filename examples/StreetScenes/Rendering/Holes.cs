namespace StreetScenes;

/// <summary>The holes of a face, as a view sees them.</summary>
internal sealed record Holes(IHoled Material, Coordinate U, Coordinate V)
{
    /// <summary>Whether there is something at a column, row and nearness.</summary>
    public bool IsThere(float x, float y, float nearness) => Material.IsThere(U.At(x, y, nearness), V.At(x, y, nearness));
}
