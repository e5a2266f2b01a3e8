namespace StreetScenes;

/// <summary>The holes of a face, as a view sees them.</summary>
internal sealed record Holes(IHoled Material, Coordinate U, Coordinate V, bool IsInverse)
{
    /// <summary>Whether there is something at a column, row and nearness.</summary>
    public bool IsThere(float x, float y, float nearness)
    {
        if (!IsInverse)
        {
            return Material.IsThere(U.At(x, y, nearness), V.At(x, y, nearness));
        }
        float depth = 1 / nearness;
        return Material.IsThere(U.AtInverse(x, y, depth), V.AtInverse(x, y, depth));
    }
}
