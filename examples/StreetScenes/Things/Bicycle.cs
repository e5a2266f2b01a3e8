namespace StreetScenes;

/// <summary>A bicycle, ridden or parked.</summary>
internal sealed class Bicycle(Mesh mesh, GroundShade ground, SceneRandom random)
{
    private const float Radius = 0.34f;

    private static readonly Ring Tyre = new();

    /// <param name="pose">Where its middle is on the ground.</param>
    public void DrawRidden(in Pose pose)
    {
        float saddle = random.In(0.88f, 1.02f);
        ground.Darken(pose, 0.15f, 0.8f, 0.5f, 0.4f);
        Draw(pose, saddle, StreetClass.Bicyclist);
        new Person(mesh, ground, random).DrawRider(pose, saddle, random.In(0, 6));
    }

    /// <summary>A bicycle without rider, which data sets leave out.</summary>
    public void DrawParked(in Pose pose) => Draw(pose, 0.9f, StreetClass.Ignored);

    private void Draw(in Pose pose, float saddle, StreetClass shows)
    {
        Rgb colour = random.Near(Rgb.Hex(random.Pick([0x1E1E20, 0x2A3A6A, 0x8A2222, 0x2A5A3A, 0x8A8C90, 0x4A4A4C])), 0.25f);
        Round frame = new(colour, gloss: 0.2f),
            metal = new(Rgb.Hex(0x6A6C70), gloss: 0.2f);
        Vec3 rear = pose.At(0, Radius, -0.52f),
            front = pose.At(0, Radius, 0.55f),
            crank = pose.At(0, 0.29f, 0),
            seat = pose.At(0, saddle, -0.18f),
            bar = pose.At(0, saddle + 0.08f, 0.42f);
        foreach (Vec3 hub in new[] { rear, front })
        {
            mesh.Disc(Tyre, shows, hub, pose.Forward, Vec3.Up, Radius);

            // From before or behind a wheel is a thin upright strip.
            mesh.Limb(new Round(Rgb.Hex(0x1A1A1C)), shows, hub - (Vec3.Up * Radius), hub + (Vec3.Up * Radius), 0.022f, 0.022f);
        }

        Vec3 seatTube = Vec3.Lerp(crank, seat, 0.8f),
            head = Vec3.Lerp(front, bar, 0.75f);
        foreach (
            (Vec3 a, Vec3 b) in new[] { (crank, seat), (crank, head), (seatTube, head), (rear, crank), (rear, seatTube), (front, bar) }
        )
        {
            mesh.Limb(frame, shows, a, b, 0.022f, 0.022f);
        }
        mesh.Limb(metal, shows, bar - (pose.Right * 0.27f), bar + (pose.Right * 0.27f), 0.018f, 0.018f);
        mesh.Limb(new Round(Rgb.Hex(0x1A1A1C)), shows, pose.At(0, saddle + 0.03f, -0.3f), pose.At(0, saddle + 0.03f, -0.05f), 0.07f, 0.04f);
        if (random.Chance(0.3f))
        {
            mesh.Box(
                new Plain(Rgb.Hex(random.Pick([0x2A2A2C, 0x6A5A40])), 0.2f),
                shows,
                pose.Moved(0, saddle - 0.08f, 0.55f),
                new(-0.17f, 0, -0.1f),
                new(0.17f, 0.22f, 0.15f)
            );
        }
    }

    /// <summary>A tyre with spokes, of a disc from −1 to 1.</summary>
    private sealed class Ring : Material, IHoled
    {
        public bool IsThere(float u, float v)
        {
            float r = (u * u) + (v * v);
            return r is > 0.72f or < 0.02f || Noise.Grain((u * 20) + 7, v * 20) > 0.72f;
        }

        public override void Shade(in Hit hit, ref Look look) => look.Albedo = Rgb.Hex(0x222224);
    }
}
