namespace StreetScenes;

/// <summary>A car, van, lorry or bus.</summary>
internal sealed class Vehicle(Mesh mesh, GroundShade ground, Daylight light, SceneRandom random)
{
    private const StreetClass Car = StreetClass.Car;

    // Lamps and plates farther away than this are smaller than a pixel.
    private const float DetailSeen = 70;

    private static readonly int[] Paints =
    [
        0xB8BABC,
        0x2A2C30,
        0x1E2A4A,
        0x8A1E1E,
        0xE4E4E2,
        0x6A6E72,
        0x1E4A38,
        0x3A5A8A,
        0x8E9296,
        0x141416,
        0x5A1A22,
        0xA8ACB0,
        0x2E4A7A,
        0xC0B49A,
        0xB03030,
    ];

    private static readonly int[] LargePaints = [0xE8E8E6, 0xE0E0DC, 0xC82E26, 0x2A4A8A, 0xD8A030, 0xD0D2D4, 0x2A6A4A, 0x6AA0C8];
    private static readonly Plain Tyre = new(Rgb.Hex(0x1C1C1E), 0.1f),
        Rim = new(Rgb.Hex(0x8A8C90), 0.1f, 0.3f, 0.2f),
        Dark = new(Rgb.Hex(0x161618), 0.1f);

    /// <param name="model">Its kind.</param>
    /// <param name="pose">The middle of its rear on the ground.</param>
    public void Draw(VehicleModel model, in Pose pose)
    {
        bool large = model.Cabin.Length == 0;
        Rgb colour = random.Near(Rgb.Hex(random.Pick(large ? LargePaints : Paints)), 0.2f) * random.In(0.45f, 1);
        CarPaint paint = new(colour, 0.35f),
            glass = new(random.Near(Rgb.Hex(0x16191C), 0.3f), random.In(0.35f, 0.9f));
        float half = model.Width / 2;
        Pose middle = pose.Moved(0, 0, model.Length / 2);
        ground.Darken(middle, half, model.Length / 2, 0.5f, 0.8f);
        ground.Darken(middle, half + 0.3f, (model.Length / 2) + 0.3f, 1.4f, 0.35f);

        DrawBody(model, pose, paint, half);
        if (large)
        {
            DrawWindows(model, pose, glass, half);
        }
        else
        {
            DrawCabin(model, pose, paint, glass, half);
        }
        DrawWheels(model, pose, half);
        if ((pose.Foot - mesh.Eye).Length < DetailSeen)
        {
            DrawEnds(model, pose, colour, half, large);
        }
    }

    private void DrawBody(VehicleModel model, in Pose pose, Material paint, float half)
    {
        (float Z, float Y)[] body = model.Body;
        Span<Vec3> side = stackalloc Vec3[body.Length];
        foreach (float x in new[] { -half, half })
        {
            // Begins with its last corner, so that the first edge is the level one at the bottom.
            for (int i = 0; i < body.Length; i++)
            {
                side[i] = pose.At(x, body[(i + body.Length - 1) % body.Length].Y, body[(i + body.Length - 1) % body.Length].Z);
            }
            mesh.Polygon(paint, Car, side);
        }

        for (int i = 0; i < body.Length - 1; i++)
        {
            Across(paint, pose, body[i], body[i + 1], half, half);
        }

        // The underside, between the wheels.
        Across(Dark, pose, (0.3f, body[0].Y), (0.3f, 0.12f), half * 0.8f, half * 0.8f);
        Across(Dark, pose, (model.Length - 0.3f, body[0].Y), (model.Length - 0.3f, 0.12f), half * 0.8f, half * 0.8f);
    }

    private void DrawCabin(VehicleModel model, in Pose pose, Material paint, Material glass, float half)
    {
        ReadOnlySpan<(float Z, float Y)> c = model.Cabin;
        float roof = half - 0.2f,
            inner = half - 0.05f;
        Across(paint, pose, c[0], c[1], inner, roof);
        Across(paint, pose, c[1], c[2], roof, roof);
        Across(paint, pose, c[2], c[3], roof, inner);
        Pane(glass, pose, c[0], c[1], inner, roof, -0.015f);
        Pane(glass, pose, c[2], c[3], roof, inner, 0.015f);
        int panes = model.Length > 4.4f ? 3 : 2;
        foreach (int x in new[] { -1, 1 })
        {
            mesh.Polygon(
                paint,
                Car,
                pose.At(x * inner, c[0].Y, c[0].Z),
                pose.At(x * inner, c[3].Y, c[3].Z),
                pose.At(x * roof, c[2].Y, c[2].Z),
                pose.At(x * roof, c[1].Y, c[1].Z)
            );
            for (int pane = 0; pane < panes; pane++)
            {
                SidePane(
                    glass,
                    pose,
                    c,
                    x,
                    inner + 0.015f,
                    roof + 0.015f,
                    (pane / (float)panes) + 0.03f,
                    ((pane + 1) / (float)panes) - 0.02f
                );
            }
        }

        if (random.Chance(0.8f) && (pose.Foot - mesh.Eye).Length < DetailSeen)
        {
            DrawMirrors(pose, c[3], half, paint);
        }
    }

    private void DrawMirrors(in Pose pose, (float Z, float Y) at, float half, Material paint)
    {
        foreach (int x in new[] { -1, 1 })
        {
            mesh.Box(paint, Car, pose.Moved(x * (half + 0.1f), at.Y + 0.02f, at.Z - 0.35f), new(-0.1f, 0, -0.05f), new(0.1f, 0.14f, 0.05f));
        }
    }

    private void DrawWindows(VehicleModel model, in Pose pose, Material glass, float half)
    {
        foreach (int x in new[] { -1, 1 })
        {
            foreach ((float from, float to, float bottom, float top) in model.Windows)
            {
                float step = (to - from) / MathF.Max(1, MathF.Round((to - from) / 1.4f));
                for (float z = from; z < to - 0.1f; z += step)
                {
                    float side = x * (half + 0.015f);
                    mesh.Polygon(
                        glass,
                        Car,
                        pose.At(side, bottom, z),
                        pose.At(side, bottom, z + step - 0.1f),
                        pose.At(side, top, z + step - 0.1f),
                        pose.At(side, top, z)
                    );
                }
            }
        }

        // Vans and lorries have no window at the rear, or small ones; the windscreen is the slanted part.
        (float Z, float Y)[] b = model.Body;
        Pane(glass, pose, b[3], b[4], half, half, 0.02f);
        if (model.Windows[0].From < 1 || random.Chance(0.4f))
        {
            float bottom = model.Windows[0].Bottom,
                top = model.Windows[0].Top;
            mesh.Polygon(
                glass,
                Car,
                pose.At(-half * 0.85f, bottom, -0.03f),
                pose.At(half * 0.85f, bottom, -0.03f),
                pose.At(half * 0.85f, top, 0.01f),
                pose.At(-half * 0.85f, top, 0.01f)
            );
        }

        if (model.Windows[0].From < 1)
        {
            mesh.Polygon(
                glass,
                Car,
                pose.At(-half * 0.9f, 1.2f, model.Length + 0.03f),
                pose.At(half * 0.9f, 1.2f, model.Length + 0.03f),
                pose.At(half * 0.9f, 2.4f, model.Length),
                pose.At(-half * 0.9f, 2.4f, model.Length)
            );
            Plain band = new(random.Near(Rgb.Hex(random.Pick(LargePaints)), 0.2f), 0.05f);
            foreach (int x in new[] { -1, 1 })
            {
                mesh.Polygon(
                    band,
                    Car,
                    pose.At(x * (half + 0.01f), 0.5f, 0.1f),
                    pose.At(x * (half + 0.01f), 0.5f, model.Length - 0.1f),
                    pose.At(x * (half + 0.01f), 1.1f, model.Length - 0.1f),
                    pose.At(x * (half + 0.01f), 1.1f, 0.1f)
                );
            }
        }
    }

    private void DrawWheels(VehicleModel model, in Pose pose, float half)
    {
        float r = model.WheelRadius;
        foreach (float axle in model.Axles)
        {
            foreach (int x in new[] { -1, 1 })
            {
                Vec3 hub = pose.At(x * (half + 0.005f), r, axle),
                    out1 = pose.Right * (x * 0.012f);
                mesh.Disc(Dark, Car, hub + (Vec3.Up * 0.04f), pose.Forward, Vec3.Up, r + 0.07f);
                mesh.Disc(Tyre, Car, hub + out1, pose.Forward, Vec3.Up, r);
                mesh.Disc(Rim, Car, hub + (out1 * 2), pose.Forward, Vec3.Up, r * 0.6f);
                mesh.Box(Tyre, Car, pose.Moved(x * (half - 0.12f), 0, axle), new(-0.1f, 0, -r * 0.75f), new(0.1f, r * 1.3f, r * 0.75f));
            }
        }
    }

    private void DrawEnds(VehicleModel model, in Pose pose, Rgb colour, float half, bool large)
    {
        bool dark = light.Ambient.G < 0.45f,
            braking = random.Chance(0.25f);
        float bottom = model.Body[0].Y,
            high = large ? 1.05f : model.Body[2].Y;
        Rgb red = Rgb.Hex(0xA01818);
        Material rear = braking || (dark && random.Chance(0.7f)) ? new Lamp(new(1.1f, 0.08f, 0.05f)) : new Plain(red, gloss: 0.3f);
        Material front = dark && random.Chance(0.8f) ? new Lamp(new(2.5f, 2.4f, 2f)) : new Plain(Rgb.Hex(0xC8CCCE), gloss: 0.6f);
        Material bumper = random.Chance(0.35f) ? new Plain(Rgb.Hex(0x2A2A2C), 0.1f) : new CarPaint(colour * 0.8f, 0.15f);
        float length = model.Length;
        foreach (int x in new[] { -1, 1 })
        {
            Plate(rear, pose, -0.03f, x * (half - 0.14f), 0.11f, high - 0.32f, high - 0.06f);
            Plate(Dark, pose, length + 0.015f, x * (half - 0.24f), 0.2f, high - 0.35f, high - 0.18f);
            Plate(front, pose, length + 0.025f, x * (half - 0.22f), 0.15f, high - 0.33f, high - 0.2f);
        }

        Plate(bumper, pose, -0.04f, 0, half * 0.98f, bottom, bottom + 0.2f);
        Plate(bumper, pose, length + 0.03f, 0, half * 0.98f, bottom, bottom + 0.18f);
        Plate(new Plain(Rgb.Hex(0xD8C020)), pose, -0.05f, 0, 0.26f, bottom + 0.22f, bottom + 0.33f);
        Plate(new Plain(Rgb.Hex(0xE4E4E0)), pose, length + 0.05f, 0, 0.26f, bottom + 0.06f, bottom + 0.17f);
        if (!large)
        {
            Plate(Dark, pose, length + 0.02f, 0, half * 0.5f, high - 0.32f, high - 0.18f);
        }
    }

    private void Plate(Material material, in Pose pose, float z, float x, float half, float bottom, float top) =>
        mesh.Polygon(
            material,
            Car,
            pose.At(x - half, bottom, z),
            pose.At(x + half, bottom, z),
            pose.At(x + half, top, z),
            pose.At(x - half, top, z)
        );

    private void Across(Material material, in Pose pose, (float Z, float Y) a, (float Z, float Y) b, float halfA, float halfB) =>
        mesh.Polygon(
            material,
            Car,
            pose.At(-halfA, a.Y, a.Z),
            pose.At(halfA, a.Y, a.Z),
            pose.At(halfB, b.Y, b.Z),
            pose.At(-halfB, b.Y, b.Z)
        );

    private void Pane(Material glass, in Pose pose, (float Z, float Y) a, (float Z, float Y) b, float halfA, float halfB, float off)
    {
        (float Z, float Y) p = (a.Z + ((b.Z - a.Z) * 0.1f) + off, a.Y + ((b.Y - a.Y) * 0.1f) + 0.01f),
            q = (a.Z + ((b.Z - a.Z) * 0.88f) + off, a.Y + ((b.Y - a.Y) * 0.88f) + 0.01f);
        Across(glass, pose, p, q, halfA - 0.09f, halfB - 0.09f);
    }

    private void SidePane(
        Material glass,
        in Pose pose,
        ReadOnlySpan<(float Z, float Y)> c,
        int x,
        float inner,
        float roof,
        float from,
        float to
    )
    {
        const float Low = 0.1f,
            High = 0.88f;
        Vec3 Corner(in Pose at, ReadOnlySpan<(float Z, float Y)> k, float along, float up)
        {
            float rear = k[0].Z + ((k[1].Z - k[0].Z) * up),
                front = k[3].Z + ((k[2].Z - k[3].Z) * up);
            return at.At(x * (inner + ((roof - inner) * up)), k[0].Y + ((k[1].Y - k[0].Y) * up), rear + ((front - rear) * along));
        }

        mesh.Polygon(
            glass,
            Car,
            Corner(pose, c, from, Low),
            Corner(pose, c, to, Low),
            Corner(pose, c, to, High),
            Corner(pose, c, from, High)
        );
    }
}
