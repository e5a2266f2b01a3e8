namespace StreetScenes;

/// <summary>The look of a face, pixel by pixel.</summary>
internal abstract class Material
{
    /// <summary>Says what is seen at a place of a face.</summary>
    /// <param name="hit">The place.</param>
    /// <param name="look">Comes with the face's normal towards the camera, and takes what the material has.</param>
    public abstract void Shade(in Hit hit, ref Look look);
}

/// <summary>A material with holes, such as leaves or railings.</summary>
internal interface IHoled
{
    /// <summary>Whether there is something at a face's coordinates.</summary>
    bool IsThere(float u, float v);
}

/// <summary>A place of a face that a pixel shows.</summary>
/// <param name="Point">In the world.</param>
/// <param name="U">The face's first coordinate.</param>
/// <param name="V">The face's second coordinate.</param>
/// <param name="Sight">Unit vector from the camera.</param>
/// <param name="Footprint">Metres that the pixel covers, across the line of sight: detail smaller than that blurs.</param>
/// <param name="FootprintU">The same along the surface, in the direction of the first coordinate.</param>
/// <param name="FootprintV">The same in the direction of the second coordinate.</param>
internal readonly record struct Hit(Vec3 Point, float U, float V, Vec3 Sight, float Footprint, float FootprintU, float FootprintV);

/// <summary>What a material has at a place.</summary>
internal ref struct Look
{
    /// <summary>Share of the light it throws back.</summary>
    public Rgb Albedo;

    /// <summary>Unit normal on the side that is seen.</summary>
    public Vec3 Normal;

    /// <summary>Light of its own.</summary>
    public Rgb Glow;

    /// <summary>How much of a mirror it is, 0–1.</summary>
    public float Gloss;

    /// <summary>How much of the sky's light reaches it, 0–1.</summary>
    public float Openness;
}
