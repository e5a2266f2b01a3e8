namespace StreetScenes;

/// <summary>Lamp posts, traffic lights, signs, bollards and other things on poles.</summary>
internal sealed class Furniture(Mesh mesh, GroundShade ground, Daylight light, SceneRandom random)
{
    private const StreetClass Pole = StreetClass.Pole,
        Sign = StreetClass.SignSymbol;

    private static readonly Plain Black = new(Rgb.Hex(0x1C1C1E), 0.1f),
        Grey = new(Rgb.Hex(0x8A8C8E), 0.1f);

    /// <summary>A lamp post; its arm points to the left or right of its pose.</summary>
    public void DrawLampPost(in Pose pose, int armTo)
    {
        float height = random.In(5, 10),
            arm = random.Chance(0.75f) ? random.In(0.6f, 2.2f) : 0;
        Round metal = Metal();
        Stand(pose, 0.12f);
        mesh.Limb(metal, Pole, pose.Foot, pose.At(0, height * 0.3f, 0), 0.11f, 0.085f);
        Vec3 top = pose.At(0, height, 0),
            end = pose.At(armTo * arm, height + (arm * 0.12f), 0);
        mesh.Limb(metal, Pole, pose.At(0, height * 0.3f, 0), top, 0.085f, 0.055f);
        mesh.Limb(metal, Pole, top, end, 0.05f, 0.04f);
        bool lit = light.Ambient.G < 0.45f && random.Chance(0.5f);
        Material head = lit ? new Lamp(new(3, 2.2f, 1.2f)) : Grey;
        mesh.Box(head, Pole, new Pose(end, pose.Heading), new(-0.3f, -0.08f, -0.12f), new(0.3f, 0.08f, 0.12f));
    }

    /// <summary>A traffic light that looks against its pose's direction.</summary>
    public void DrawTrafficLight(in Pose pose)
    {
        float height = random.In(2.1f, 2.7f);
        Stand(pose, 0.1f);
        mesh.Limb(
            random.Chance(0.5f) ? Metal() : new Round(Rgb.Hex(0x2A2A2C)),
            Pole,
            pose.Foot,
            pose.At(0, height + 0.9f, 0),
            0.065f,
            0.06f
        );
        bool board = random.Chance(0.6f);
        if (board)
        {
            mesh.Polygon(
                new Panel(Rgb.Hex(0x1A1A1C), Rgb.Hex(0xD8D8D4), Rgb.Hex(0x1A1A1C), PanelMarks.Bar, 0)
                {
                    Size = (0.56f, 1.2f),
                    Edge = 0.05f,
                },
                Sign,
                pose.At(-0.28f, height - 0.15f, -0.1f),
                pose.At(0.28f, height - 0.15f, -0.1f),
                pose.At(0.28f, height + 1.05f, -0.1f),
                pose.At(-0.28f, height + 1.05f, -0.1f)
            );
        }
        mesh.Box(Black, Sign, pose.Moved(0, height, -0.18f), new(-0.16f, 0, -0.12f), new(0.16f, 0.92f, 0.12f));
        int on = random.Below(3);
        Rgb[] colours = [new(0.1f, 1.6f, 0.7f), new(1.8f, 0.9f, 0.1f), new(2.2f, 0.15f, 0.1f)];
        for (int i = 0; i < 3; i++)
        {
            mesh.Disc(
                i == on ? new Lamp(colours[i]) : Black,
                Sign,
                pose.At(0, height + 0.17f + (i * 0.29f), -0.31f),
                pose.Right,
                Vec3.Up,
                0.1f
            );
        }
    }

    /// <summary>A traffic sign on a pole that looks against its pose's direction.</summary>
    public void DrawSign(in Pose pose)
    {
        float height = random.In(1.9f, 2.6f),
            size = random.In(0.28f, 0.42f);
        Stand(pose, 0.08f);
        mesh.Limb(Metal(), Pole, pose.Foot, pose.At(0, height + size, 0), 0.04f, 0.04f);
        int panels = random.Chance(0.25f) ? 2 : 1;
        for (int i = 0; i < panels; i++)
        {
            DrawPanel(pose.Moved(0, height + (size * 0.9f) - (i * size * 1.9f), -0.06f), size);
        }
    }

    /// <summary>A large board on two poles.</summary>
    public void DrawBoard(in Pose pose)
    {
        float width = random.In(1, 2.4f),
            height = random.In(0.8f, 2),
            bottom = random.In(0.5f, 1.9f);
        foreach (float x in new[] { -width * 0.4f, width * 0.4f })
        {
            mesh.Limb(Metal(), Pole, pose.At(x, 0, 0), pose.At(x, bottom + height, 0), 0.05f, 0.05f);
        }
        Rgb back = random.Near(Rgb.Hex(random.Pick([0x1E4A8A, 0x1E6A4A, 0xE0E0DC, 0x2A2A6A, 0xC8402A, 0xD8D4C8])), 0.2f);
        Rgb ink = back.Luminance > 0.4f ? Rgb.Hex(0x2A2A2C) : Rgb.Hex(0xE4E4E0);
        PanelMarks marks = random.Chance(0.3f) ? PanelMarks.Picture : PanelMarks.Writing;
        Rectangle(
            new Panel(back, ink, ink, marks, random.Below(90)) { Size = (width, height), Edge = 0.04f },
            pose.Moved(0, bottom, -0.07f),
            width,
            height
        );
    }

    /// <summary>The sign of a shop, square to the street.</summary>
    /// <param name="pose">On the wall.</param>
    /// <param name="outTo">Which side of the pose is away from the wall.</param>
    public void DrawShopSign(in Pose pose, int outTo)
    {
        float width = random.In(0.6f, 1),
            height = random.In(0.5f, 1.1f);
        Rgb back = random.Near(Rgb.Hex(random.Pick([0x1E3A7A, 0x8A1E22, 0x1E5A3A, 0xE4E0D4, 0x202022, 0xD8B020, 0xC8501E])), 0.25f);
        Rgb ink = back.Luminance > 0.4f ? Rgb.Hex(0x2A2A2C) : Rgb.Hex(0xE4E4E0);
        Rectangle(
            new Panel(back, back * 0.7f, ink, PanelMarks.Writing, random.Below(90)) { Size = (width, height), Edge = 0.05f },
            pose.Moved(outTo * ((width / 2) + 0.2f), 0, 0),
            width,
            height
        );
    }

    /// <summary>A post that keeps cars off.</summary>
    public void DrawBollard(in Pose pose, Material look)
    {
        Stand(pose, 0.1f);
        mesh.Limb(look, Pole, pose.Foot, pose.At(0, 1, 0), 0.085f, 0.075f);
        mesh.Ball(look, Pole, pose.At(0, 1, 0), 0.085f, 0.06f);
    }

    /// <summary>The beacon of a crossing: a striped pole with an orange ball.</summary>
    public void DrawBeacon(in Pose pose)
    {
        Stand(pose, 0.1f);
        for (int i = 0; i < 6; i++)
        {
            mesh.Limb(
                new Round(i % 2 == 0 ? Rgb.Hex(0x202022) : Rgb.Hex(0xE0E0DC)),
                Pole,
                pose.At(0, i * 0.4f, 0),
                pose.At(0, (i + 1) * 0.4f, 0),
                0.055f,
                0.055f
            );
        }
        mesh.Ball(new Lamp(new(1.3f, 0.5f, 0.05f)), Pole, pose.At(0, 2.55f, 0), 0.16f, 0.16f);
    }

    /// <summary>A bin or cabinet, which data sets leave out.</summary>
    public void DrawBin(in Pose pose)
    {
        Rgb colour = random.Near(Rgb.Hex(random.Pick([0x2A4A34, 0x2A2A2C, 0x5A5A58, 0x8A1E1E])), 0.2f);
        float height = random.In(0.9f, 1.4f);
        ground.Darken(pose, 0.3f, 0.3f, 0.5f, 0.5f);
        mesh.Box(new Plain(colour, 0.15f), StreetClass.Ignored, pose, new(-0.3f, 0, -0.3f), new(0.3f, height, 0.3f));
    }

    private Round Metal() =>
        new(random.Near(Rgb.Hex(random.Pick([0x6A6E70, 0x3A3E40, 0x2A3A34, 0x8A8E90, 0x1E1E20, 0x5A5E5A])), 0.15f), gloss: 0.1f);

    private void Stand(in Pose pose, float radius) => ground.Darken(pose, radius, radius, 0.5f, 0.35f);

    private void DrawPanel(in Pose pose, float size)
    {
        Rgb white = Rgb.Hex(0xE8E8E4),
            red = Rgb.Hex(0xB81E22),
            blue = Rgb.Hex(0x1E4A9A),
            black = Rgb.Hex(0x202022);
        int seed = random.Below(90);
        switch (random.Below(6))
        {
            case 0:
                DrawRound(new(white, red, black, PanelMarks.Figure, seed) { Edge = 0.22f }, pose, size);
                break;
            case 1:
                DrawRound(new(blue, white, white, PanelMarks.Figure, seed) { Edge = 0.06f }, pose, size);
                break;
            case 2:
                DrawRound(new(red, white, white, PanelMarks.Bar, seed) { Edge = 0.04f }, pose, size);
                break;
            case 3:
                mesh.Polygon(
                    new Plain(red),
                    Sign,
                    pose.At(-size * 1.1f, -size * 0.8f, 0),
                    pose.At(size * 1.1f, -size * 0.8f, 0),
                    pose.At(0, size * 1.1f, 0)
                );
                mesh.Polygon(
                    new Panel(white, white, black, PanelMarks.Figure, seed) { Size = (size * 1.5f, size * 1.3f), Edge = 0.01f },
                    Sign,
                    pose.At(-size * 0.75f, -size * 0.6f, -0.01f),
                    pose.At(size * 0.75f, -size * 0.6f, -0.01f),
                    pose.At(0, size * 0.72f, -0.01f)
                );
                break;
            default:
                Rgb back = random.Pick([blue, white, white, Rgb.Hex(0x1E6A4A), Rgb.Hex(0xD8B020)]);
                Rgb ink = back.Luminance > 0.4f ? black : white;
                PanelMarks marks = random.Chance(0.5f) ? PanelMarks.Writing : PanelMarks.Figure;
                Rectangle(
                    new Panel(back, ink, ink, marks, seed) { Size = (size * 1.7f, size * 2), Edge = 0.03f },
                    pose.Moved(0, -size, 0),
                    size * 1.7f,
                    size * 2
                );
                break;
        }
    }

    private void DrawRound(Panel panel, in Pose pose, float size) => mesh.Disc(panel, Sign, pose.Foot, pose.Right, Vec3.Up, size);

    private void Rectangle(Material material, in Pose pose, float width, float height) =>
        mesh.Polygon(
            material,
            Sign,
            pose.At(-width / 2, 0, 0),
            pose.At(width / 2, 0, 0),
            pose.At(width / 2, height, 0),
            pose.At(-width / 2, height, 0)
        );
}
