namespace StreetScenes;

/// <summary>Lays a style's finish over what the materials look like.</summary>
internal sealed class Coat
{
    private static readonly Rgb SnowColour = new(0.82f, 0.85f, 0.9f);

    private readonly Finish _finish;
    private readonly Rgb?[] _colours = new Rgb?[256];
    private readonly float _snow;
    private readonly int _seed;

    public Coat(Finish finish, SceneRandom random)
    {
        _finish = finish;
        foreach ((StreetClass shown, Rgb colour) in finish.Colours)
        {
            _colours[(int)shown] = random.Near(colour, 0.12f);
        }

        _snow = random.In(finish.Snow);
        _seed = random.Below(250);
    }

    /// <summary>Covers a place of a face.</summary>
    public void Cover(in Face face, in Hit hit, ref Look look)
    {
        if (_colours[(int)face.Shows] is { } colour)
        {
            // Enough of the brightness stays to tell windows and lines.
            look.Albedo = Rgb.Lerp(look.Albedo, colour * (0.6f + look.Albedo.Luminance), _finish.Flatness);
        }

        if (_snow > 0)
        {
            float cover = Depth(look.Normal, hit) * Trodden(face.Shows);
            look.Albedo = Rgb.Lerp(look.Albedo, SnowColour, cover);
            look.Gloss *= 1 - cover;
        }
    }

    /// <summary>Snow lies on what is level, in patches.</summary>
    private float Depth(Vec3 normal, in Hit hit)
    {
        float level = Math.Clamp((normal.Y - 0.35f) * 2.5f, 0, 1);
        float patch = Noise.Cloud((hit.Point.X * 9) + _seed, (hit.Point.Z * 3) - _seed);
        return level * Math.Clamp(((_snow - 0.5f) * 2.5f) + patch + 0.5f, 0, 1);
    }

    /// <summary>Wheels and feet leave less of it.</summary>
    private static float Trodden(StreetClass shown) =>
        shown switch
        {
            StreetClass.Road => 0.6f,
            StreetClass.Pavement => 0.8f,
            StreetClass.Pedestrian or StreetClass.Bicyclist => 0.3f,
            _ => 1,
        };
}
