namespace StreetScenes;

/// <summary>Trees with leaves and without, bushes and hedges.</summary>
/// <param name="mesh">Takes what is seen.</param>
/// <param name="outlines">Takes the outlines of crowns.</param>
/// <param name="ground">Takes the dark spots below.</param>
/// <param name="random">Draws sizes and colours.</param>
internal sealed class Tree(Mesh mesh, Mesh outlines, GroundShade ground, SceneRandom random)
{
    private static readonly int[] Leaves = [0x5A6E34, 0x4A6030, 0x6A7A3C, 0x54683A, 0x3E5430, 0x748044, 0x64703A, 0x7A7440];
    private static readonly int[] Evergreens = [0x34482C, 0x2E4028, 0x3C4C34, 0x44562E];
    private static readonly int[] Barks = [0x6A5E50, 0x5A5046, 0x7A6E60, 0x4A423A, 0x8A8478];

    /// <summary>A tree that is bare, or in leaf.</summary>
    /// <param name="foot">On the ground.</param>
    /// <param name="height">Metres.</param>
    /// <param name="bare">Whether it has lost its leaves.</param>
    public void Draw(Vec3 foot, float height, bool bare)
    {
        float trunk = height * random.In(0.018f, 0.03f),
            fork = height * random.In(0.22f, 0.36f);
        Round bark = new(random.Near(Rgb.Hex(random.Pick(Barks)), 0.2f), blotches: 0.4f, frequency: 12);
        Vec3 top = foot + new Vec3(random.In(-0.04f, 0.04f) * height, fork, random.In(-0.04f, 0.04f) * height);
        ground.Darken(new Pose(foot, 0), trunk, trunk, 0.8f, 0.5f);
        mesh.Limb(bark, StreetClass.Tree, foot, top, trunk * 1.25f, trunk * 0.85f);
        if (bare)
        {
            DrawBareCrown(foot, top, height, trunk, bark);
        }
        else
        {
            DrawLeafyCrown(top, foot.Y + height, height, trunk, bark);
        }
    }

    /// <summary>A conifer: a cone of dark needles to the ground.</summary>
    public void DrawConifer(Vec3 foot, float height)
    {
        Rgb colour = random.Near(Rgb.Hex(random.Pick(Evergreens)), 0.2f);
        float width = height * random.In(0.16f, 0.28f);
        for (float t = 0.08f; t < 1; t += 0.13f)
        {
            float radius = MathF.Max(0.25f, width * (1.05f - t));
            mesh.Ball(
                new Foliage(colour, 0.75f, Leafiness(radius), random.Below(200)),
                StreetClass.Tree,
                foot + (Vec3.Up * (height * t)),
                radius,
                height * 0.12f
            );
        }
    }

    /// <summary>A bush.</summary>
    public void DrawBush(Vec3 foot, float radius)
    {
        Rgb colour = random.Near(Rgb.Hex(random.Pick(random.Chance(0.5f) ? Leaves : Evergreens)), 0.25f);
        int balls = 2 + random.Below(3);
        for (int i = 0; i < balls; i++)
        {
            float r = radius * random.In(0.6f, 1);
            Vec3 centre = foot + new Vec3(random.In(-radius, radius) * 0.7f, r * 0.75f, random.In(-radius, radius) * 0.7f);
            mesh.Ball(new Foliage(colour, 0.72f, Leafiness(r), random.Below(200)), StreetClass.Tree, centre, r, r * random.In(0.8f, 1));
        }
    }

    /// <summary>How much of a tree's detail is worth drawing at its distance, 1 – <paramref name="most"/>.</summary>
    private int Detail(Vec3 foot, int most)
    {
        float distance = (foot - mesh.Eye).Length;
        return distance < 32 ? most
            : distance < 75 ? most - 1
            : most - 2;
    }

    private static float Leafiness(float radius) => Math.Clamp(radius * 9, 5, 26);

    private void DrawLeafyCrown(Vec3 fork, float top, float height, float trunk, Round bark)
    {
        Rgb colour = random.Near(Rgb.Hex(random.Pick(Leaves)), 0.22f) * random.In(0.5f, 0.9f);
        float spread = height * random.In(0.2f, 0.34f),
            density = random.In(0.6f, 0.85f);
        Plain filled = new(colour);
        int balls = (Detail(fork, 3) * 7) + random.Below(9);
        for (int i = 0; i < balls; i++)
        {
            float rise = random.In(0.05f, 0.92f),
                wide = spread * MathF.Sqrt(MathF.Max(0.05f, 1 - (((2 * rise) - 0.9f) * ((2 * rise) - 0.9f))));
            Vec3 centre = new(
                fork.X + (random.Bell() * 0.55f * wide),
                fork.Y + ((top - fork.Y) * rise),
                fork.Z + (random.Bell() * 0.55f * wide)
            );
            float r = spread * random.In(0.32f, 0.6f);
            float tall = r * random.In(0.7f, 0.95f);
            int seed = random.Below(200);
            mesh.Ball(new Foliage(random.Near(colour, 0.12f), density, Leafiness(r), seed), StreetClass.Tree, centre, r, tall);
            outlines.Ball(filled, StreetClass.Tree, centre, r * 0.72f, tall * 0.72f);
            if (i < 4)
            {
                mesh.Limb(bark, StreetClass.Tree, fork, centre, trunk * 0.6f, trunk * 0.2f);
            }
        }
    }

    private void DrawBareCrown(Vec3 foot, Vec3 fork, float height, float trunk, Round bark)
    {
        float spread = height * random.In(0.22f, 0.36f),
            crown = height - (fork.Y - foot.Y);
        int limbs = 4 + random.Below(4);
        for (int i = 0; i < limbs; i++)
        {
            Branch(
                fork,
                new Vec3(random.Bell() * 0.5f, random.In(0.7f, 1.2f), random.Bell() * 0.5f).Normalized,
                crown * random.In(0.4f, 0.6f),
                trunk * 0.55f,
                bark,
                Detail(foot, 3)
            );
        }
        Rgb haze = random.Near(Rgb.Hex(random.Pick(Barks)), 0.2f) * 0.8f;
        Vec3 middle = fork + (Vec3.Up * (crown * 0.5f));
        int balls = 3 + random.Below(3);
        for (int i = 0; i < balls; i++)
        {
            Vec3 centre = middle + new Vec3(random.Bell() * 0.35f * spread, random.Bell() * 0.18f * crown, random.Bell() * 0.35f * spread);
            float r = spread * random.In(0.6f, 0.85f),
                tall = crown * random.In(0.35f, 0.48f);
            int seed = random.Below(200);
            mesh.Ball(new Twigs(haze, random.In(0.25f, 0.5f), Math.Clamp(r * 22, 14, 90), seed), StreetClass.Tree, centre, r, tall);
            outlines.Ball(new Foliage(haze, 0.62f, 9, seed), StreetClass.Tree, centre, r * 0.95f, tall * 0.95f);
        }
    }

    private void Branch(Vec3 from, Vec3 direction, float length, float radius, Round bark, int forks)
    {
        Vec3 to = from + (direction * length);
        mesh.Limb(bark, StreetClass.Tree, from, to, radius, radius * 0.6f);
        if (forks == 0)
        {
            return;
        }
        int count = 2 + random.Below(2);
        for (int i = 0; i < count; i++)
        {
            Vec3 turn = direction + new Vec3(random.Bell() * 0.35f, random.In(-0.05f, 0.35f), random.Bell() * 0.35f);
            Branch(
                Vec3.Lerp(from, to, random.In(0.6f, 1)),
                turn.Normalized,
                length * random.In(0.5f, 0.75f),
                radius * 0.55f,
                bark,
                forks - 1
            );
        }
    }
}
