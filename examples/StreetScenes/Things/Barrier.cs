namespace StreetScenes;

/// <summary>What stands between a pavement and what is beyond: fences, railings, walls and hedges, between two points of the
/// ground.</summary>
/// <param name="mesh">Takes what is seen.</param>
/// <param name="outlines">Takes the outlines of railings.</param>
/// <param name="random">Draws sizes and colours.</param>
internal sealed class Barrier(Mesh mesh, Mesh outlines, SceneRandom random)
{
    /// <summary>Railings, boards or wire.</summary>
    public Action<Vec3, Vec3> Fence()
    {
        float height = random.In(0.9f, 1.9f);
        Rgb colour = random.Near(Rgb.Hex(random.Pick([0x1E1E20, 0x2A2A2C, 0x5A4A3A, 0x7A6850, 0x2A3A2E, 0x6A6E70, 0x8A7A64])), 0.25f);
        Material look = random.Chance(0.45f)
            ? new Railing(colour, height, random.In(0.1f, 0.2f), random.In(0.025f, 0.05f))
            : new Boards(colour, random.In(0.1f, 0.25f), random.Below(90));
        Plain plain = new(colour);
        return (a, b) =>
        {
            Upright(mesh, look, StreetClass.Fence, a, b, height);
            if (look is IHoled)
            {
                Upright(outlines, plain, StreetClass.Fence, a, b, height);
            }
            mesh.Limb(new Round(colour), StreetClass.Fence, a, a + (Vec3.Up * (height + 0.08f)), 0.05f, 0.05f);
        };
    }

    /// <summary>A low wall, which CamVid counts among the buildings.</summary>
    public Action<Vec3, Vec3> Wall()
    {
        float height = random.In(0.6f, 2.1f);
        MasonryKind kind = random.Chance(0.75f) ? MasonryKind.Brick : MasonryKind.Stone;
        Rgb colour = random.Near(Rgb.Hex(random.Pick([0x9A7A5A, 0x8A5A44, 0xA89878, 0x7A6A58, 0xB0A890])), 0.2f);
        Masonry look = new(kind, colour, random.In(0.3f, 1), random.Below(90));
        return (a, b) =>
        {
            Upright(mesh, look, StreetClass.Building, a, b, height);
            Vec3 along = b - a,
                across = Vec3.Cross(along, Vec3.Up).Normalized * 0.15f,
                top = Vec3.Up * height;
            mesh.Polygon(
                new Plain(colour * 0.9f, 0.2f),
                StreetClass.Building,
                a + top - across,
                b + top - across,
                b + top + across,
                a + top + across
            );
        };
    }

    /// <summary>A hedge.</summary>
    public Action<Vec3, Vec3> Hedge()
    {
        float height = random.In(1, 2.2f);
        Rgb colour = random.Near(Rgb.Hex(random.Pick([0x44582E, 0x3A4C2C, 0x566A38, 0x4E5A34])), 0.2f);
        int seed = random.Below(100);
        return (a, b) =>
        {
            float length = (b - a).Length;
            Upright(mesh, new Plain(colour * 0.55f, 0.5f, 3), StreetClass.Tree, a, b, height * 0.85f);
            for (float at = 0; at < length; at += height * 0.42f)
            {
                Vec3 centre = Vec3.Lerp(a, b, at / length) + (Vec3.Up * (height * 0.52f));
                mesh.Ball(
                    new Foliage(random.Near(colour, 0.1f), 0.8f, 11, seed + (int)at),
                    StreetClass.Tree,
                    centre,
                    height * 0.42f,
                    height * 0.5f
                );
            }
        };
    }

    private static void Upright(Mesh mesh, Material look, StreetClass shows, Vec3 a, Vec3 b, float height) =>
        mesh.Polygon(look, shows, a, b, b + (Vec3.Up * height), a + (Vec3.Up * height));
}
