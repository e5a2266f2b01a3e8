namespace StreetScenes;

/// <summary>The light that a pixel receives from a face.</summary>
internal sealed class Shader(Mesh mesh, CameraView camera, Daylight light, Sky sky, Shadows? shadows, GroundShade ground, Coat? coat)
{
    /// <summary>Radiance at a column and row of the grid, from a face at a nearness.</summary>
    public Rgb Seen(int index, float x, float y, float nearness)
    {
        ref readonly Face face = ref mesh.Faces[index];
        float depth = 1 / nearness;
        Vec3 ray = camera.Ray(x, y),
            point = camera.Eye + (ray * depth),
            sight = ray.Normalized;
        (float u, float v) = face.Coordinates(point);
        float facing = Vec3.Dot(face.Normal, sight);

        // Grid samples are half a pixel wide.
        float footprint = 2 * depth / camera.Focal,
            slant = 1 / MathF.Max(0.03f, MathF.Abs(facing));
        var hit = new Hit(
            point,
            u,
            v,
            sight,
            footprint,
            footprint * Stretch(face.U, sight, slant),
            footprint * Stretch(face.V, sight, slant)
        );
        Look look = new() { Normal = facing > 0 ? -face.Normal : face.Normal, Openness = 1 };
        face.Material.Shade(hit, ref look);
        coat?.Cover(face, hit, ref look);
        return Haze(Lit(look, hit), sight, depth);
    }

    /// <summary>How much longer a pixel is on the surface in a direction than across the line of sight.</summary>
    private static float Stretch(Vec3 axis, Vec3 sight, float slant)
    {
        float along = Vec3.Dot(axis, sight);
        return 1 + ((slant - 1) * MathF.Min(1, along * along * 1.2f));
    }

    private Rgb Lit(in Look look, in Hit hit)
    {
        bool level = look.Normal.Y > 0.9f && hit.Point.Y < 0.4f;
        float open = look.Openness * (level ? ground.Openness(hit.Point) : 1);

        // From above comes the sky, from below what the street throws back.
        Rgb sum = light.Ambient * (open * (0.56f + (0.44f * look.Normal.Y)));
        if (light.HasSun)
        {
            float direct = Vec3.Dot(look.Normal, light.ToSun);
            if (direct > 0)
            {
                sum += light.Sun * (direct * (shadows?.Light(hit.Point, look.Normal) ?? 1) * MathF.Min(1, open * 1.6f));
            }
        }

        Rgb seen = (look.Albedo * sum) + look.Glow;
        if (look.Gloss > 0)
        {
            float facing = -Vec3.Dot(look.Normal, hit.Sight),
                graze = 1 - MathF.Max(0, facing);
            float mirror = look.Gloss * (0.08f + (0.92f * graze * graze * graze));
            Vec3 reflected = hit.Sight + (look.Normal * (2 * facing));
            seen += sky.Mirrored(reflected) * (mirror * open);
        }

        return seen;
    }

    private Rgb Haze(Rgb seen, Vec3 sight, float depth)
    {
        float clear = 1 / (1 + (depth / light.HazeDistance));
        return Rgb.Lerp(Rgb.Lerp(light.Horizon, light.Ambient, 0.5f), seen, clear);
    }
}
