namespace StreetScenes;

/// <summary>A flat convex piece of a thing.</summary>
/// <param name="First">Index of its first corner.</param>
/// <param name="Count">Number of corners.</param>
/// <param name="Origin">Where its own coordinates are 0.</param>
/// <param name="U">A point's first coordinate is its offset from the origin times this.</param>
/// <param name="V">The same for the second coordinate.</param>
/// <param name="Normal">Unit normal, on either side: faces are seen from both.</param>
/// <param name="Material">Its look.</param>
/// <param name="Shows">Its class.</param>
internal readonly record struct Face(int First, int Count, Vec3 Origin, Vec3 U, Vec3 V, Vec3 Normal, Material Material, StreetClass Shows)
{
    public (float U, float V) Coordinates(Vec3 point)
    {
        Vec3 p = point - Origin;
        return (Vec3.Dot(p, U), Vec3.Dot(p, V));
    }
}
