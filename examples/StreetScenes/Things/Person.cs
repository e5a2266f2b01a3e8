namespace StreetScenes;

/// <summary>A pedestrian, or the rider of a bicycle.</summary>
internal sealed class Person(Mesh mesh, GroundShade ground, SceneRandom random)
{
    // Hands farther away than this are smaller than a pixel.
    private const float HandsSeen = 30;

    private static readonly Round Hand = new(Rgb.Hex(0xB8886C), ball: true);

    private static readonly int[] Coats =
    [
        0x1E1E22,
        0x2A2A34,
        0x2A3448,
        0x4A3A30,
        0x8A1E22,
        0x5A5A5C,
        0x2E4A3A,
        0x3A2A2A,
        0xB8B4AA,
        0x6A7A8A,
        0x1E2A3E,
        0xC8C4BC,
        0x7A2A4A,
        0xA86A2A,
        0x16161A,
    ];

    private static readonly int[] Trousers = [0x1E2028, 0x2A3448, 0x3A4458, 0x1A1A1C, 0x4A4640, 0x6A6458, 0x2E2E30];
    private static readonly int[] Skins = [0xC89A80, 0xB8886C, 0xD8AA90, 0x8A5A40, 0x6A4430];
    private static readonly int[] Hairs = [0x2A1E18, 0x4A3424, 0x1A1614, 0x8A7048, 0x9A9690, 0x5A3A28];

    /// <param name="pose">Where it stands.</param>
    /// <param name="walks">Whether it walks; otherwise it stands.</param>
    public void DrawPedestrian(in Pose pose, bool walks)
    {
        float tall = random.Chance(0.1f) ? random.In(1.05f, 1.5f) : random.In(1.55f, 1.88f),
            s = tall / 1.75f,
            girth = random.In(0.85f, 1.25f) * s;
        ground.Darken(pose, 0.2f, 0.2f, 0.5f, 0.45f);
        Round coat = Cloth(Coats),
            trousers = Cloth(Trousers),
            shoes = new(Rgb.Hex(0x201E1E));
        bool longCoat = random.Chance(0.25f),
            skirt = random.Chance(0.12f);
        float stride = walks ? random.In(0.12f, 0.36f) * random.Sign() : random.In(-0.06f, 0.06f);
        foreach (int side in new[] { -1, 1 })
        {
            float swing = stride * side;
            Vec3 hip = pose.At(side * 0.09f * s, 0.88f * s, 0),
                knee = pose.At(side * 0.1f * s, 0.48f * s, (swing * 0.6f) + (walks ? 0.06f : 0)),
                foot = pose.At(side * 0.1f * s, 0.08f * s, swing);
            mesh.Limb(trousers, StreetClass.Pedestrian, hip, knee, 0.095f * girth, 0.075f * girth);
            mesh.Limb(trousers, StreetClass.Pedestrian, knee, foot, 0.075f * girth, 0.06f * girth);
            mesh.Limb(shoes, StreetClass.Pedestrian, foot, pose.At(side * 0.1f * s, 0.03f, swing + 0.16f), 0.055f * s, 0.045f * s);
            DrawArm(pose, coat, side, s, girth, walks ? -swing : random.In(-0.1f, 0.2f));
        }

        Vec3 hem = pose.At(
            0,
            (
                longCoat ? 0.5f
                : skirt ? 0.55f
                : 0.82f
            ) * s,
            0
        );
        mesh.Limb(skirt ? Cloth(Coats) : coat, StreetClass.Pedestrian, hem, pose.At(0, 1.0f * s, 0), 0.2f * girth, 0.17f * girth);
        mesh.Limb(coat, StreetClass.Pedestrian, pose.At(0, 0.82f * s, 0), pose.At(0, 1.32f * s, 0.02f), 0.17f * girth, 0.21f * girth);
        mesh.Ball(coat, StreetClass.Pedestrian, pose.At(0, 1.34f * s, 0.01f), 0.2f * girth, 0.12f * s);
        DrawHead(pose.At(0, 1.6f * s, 0.04f), pose, s, StreetClass.Pedestrian);
        if (random.Chance(0.35f))
        {
            DrawBag(pose, s);
        }
    }

    /// <summary>The rider of a bicycle.</summary>
    /// <param name="pose">The bicycle's.</param>
    /// <param name="saddle">Height of the saddle.</param>
    /// <param name="turn">How far the pedals have turned, radians.</param>
    public void DrawRider(in Pose pose, float saddle, float turn)
    {
        Round coat = Cloth(Coats),
            trousers = Cloth(Trousers);
        float lean = random.In(0.15f, 0.42f),
            girth = random.In(0.9f, 1.15f);
        Vec3 seat = pose.At(0, saddle + 0.08f, -0.15f),
            neck = pose.At(0, saddle + 0.6f, -0.15f + lean);
        foreach (int side in new[] { -1, 1 })
        {
            float up = Angle.Sin(turn) * side * 0.17f,
                forward = Angle.Cos(turn) * side * 0.17f;
            Vec3 pedal = pose.At(side * 0.13f, 0.3f + up, 0.1f + forward),
                knee = pose.At(side * 0.13f, 0.72f + (up * 0.6f), 0.3f + (forward * 0.4f));
            mesh.Limb(trousers, StreetClass.Bicyclist, seat + (pose.Right * (side * 0.08f)), knee, 0.1f * girth, 0.08f);
            mesh.Limb(trousers, StreetClass.Bicyclist, knee, pedal, 0.075f, 0.055f);
            Vec3 shoulder = neck + (pose.Right * (side * 0.19f)) - (Vec3.Up * 0.05f),
                hand = pose.At(side * 0.24f, saddle + 0.12f, 0.48f);
            mesh.Limb(coat, StreetClass.Bicyclist, shoulder, hand, 0.07f * girth, 0.05f);
        }

        mesh.Limb(coat, StreetClass.Bicyclist, seat, neck, 0.17f * girth, 0.21f * girth);
        mesh.Ball(coat, StreetClass.Bicyclist, neck, 0.2f * girth, 0.13f);
        DrawHead(neck + (Vec3.Up * 0.24f) + (pose.Forward * 0.06f), pose, 1, StreetClass.Bicyclist);
    }

    private Round Cloth(int[] colours) => new(random.Near(Rgb.Hex(random.Pick(colours)), 0.3f) * random.In(0.3f, 0.9f), blotches: 0.4f);

    private void DrawArm(in Pose pose, Material coat, int side, float s, float girth, float swing)
    {
        Vec3 shoulder = pose.At(side * 0.21f * girth, 1.36f * s, 0.01f),
            elbow = pose.At(side * 0.25f * girth, 1.07f * s, swing * 0.4f),
            hand = pose.At(side * 0.24f * girth, 0.83f * s, (swing * 0.8f) + 0.08f);
        mesh.Limb(coat, StreetClass.Pedestrian, shoulder, elbow, 0.065f * girth, 0.06f * girth);
        mesh.Limb(coat, StreetClass.Pedestrian, elbow, hand, 0.058f * girth, 0.045f * girth);
        if ((hand - mesh.Eye).Length < HandsSeen)
        {
            mesh.Ball(Hand, StreetClass.Pedestrian, hand, 0.045f * s, 0.055f * s);
        }
    }

    private void DrawHead(Vec3 centre, in Pose pose, float s, StreetClass shows)
    {
        Round skin = new(random.Near(Rgb.Hex(random.Pick(Skins)), 0.15f), ball: true),
            hair = new(Rgb.Hex(random.Pick(Hairs)), ball: true);
        mesh.Limb(skin, shows, centre - (Vec3.Up * (0.2f * s)), centre, 0.06f * s, 0.06f * s);
        mesh.Ball(skin, shows, centre, 0.09f * s, 0.125f * s);
        bool helmet = shows == StreetClass.Bicyclist && random.Chance(0.4f);
        Round cap = helmet
            ? new Round(random.Near(Rgb.Hex(random.Pick([0xD8D8D4, 0x2A2A2C, 0xB02A2A, 0x2A4A8A])), 0.2f), ball: true)
            : hair;
        mesh.Ball(cap, shows, centre + (Vec3.Up * (0.05f * s)) - (pose.Forward * 0.035f), 0.1f * s, 0.1f * s);
        if (random.Chance(0.35f))
        {
            mesh.Ball(hair, shows, centre - (Vec3.Up * (0.05f * s)) - (pose.Forward * 0.05f), 0.1f * s, 0.16f * s);
        }
    }

    private void DrawBag(in Pose pose, float s)
    {
        Plain bag = new(random.Near(Rgb.Hex(random.Pick([0x1E1E20, 0x5A3A28, 0x2A3A5A, 0xD8D8D4, 0x8A2A2A])), 0.2f), 0.15f);
        Pose at = random.Chance(0.5f) ? pose.Moved(random.Sign() * 0.32f, 0.5f * s, 0.05f) : pose.Moved(0, 1.0f * s, -0.24f);
        mesh.Box(bag, StreetClass.Pedestrian, at, new(-0.12f, 0, -0.08f), new(0.12f, 0.36f, 0.08f));
    }
}
