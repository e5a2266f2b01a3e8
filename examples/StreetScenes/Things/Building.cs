namespace StreetScenes;

/// <summary>Where a building stands: its front looks at the street.</summary>
/// <param name="NearFront">The corner of the front nearer to the camera, on the ground.</param>
/// <param name="FarFront">The other corner of the front.</param>
/// <param name="Back">From the front to the back: direction and length.</param>
internal readonly record struct Footprint(Vec3 NearFront, Vec3 FarFront, Vec3 Back);

/// <summary>A building with its roof.</summary>
internal sealed class Building(Mesh mesh, Daylight light, SceneRandom random)
{
    // Chimney pots farther away than this are smaller than a pixel.
    private const float PotsSeen = 60;

    private static readonly int[] Roofs = [0x4A4846, 0x5A5450, 0x6A4438, 0x7A5040, 0x50525A, 0x3E3C3C, 0x84604A];

    /// <param name="place">Where it stands.</param>
    /// <param name="height">Metres to the eaves.</param>
    /// <param name="modern">Flat roof and large windows, or pitched roof and small ones.</param>
    /// <param name="shop">Whether the ground floor is a shop.</param>
    public void Draw(Footprint place, float height, bool modern, bool shop)
    {
        FacadeStyle style = FacadeStyles.Draw(random, light, modern, shop);
        Vec3 a = place.NearFront,
            b = place.FarFront,
            rise = Vec3.Up * height;
        float width = (b - a).Length,
            depth = place.Back.Length;
        int seed = random.Below(90);
        mesh.Polygon(new Front(style, width, height, seed), StreetClass.Building, a, b, b + rise, a + rise);

        // Side walls have few windows or none.
        FacadeStyle sideStyle = style with { Shop = false, Bands = false, Bay = style.Bay * random.In(1, 2) };
        bool blind = random.Chance(modern ? 0.2f : 0.5f);
        Material side = blind ? new Masonry(style.Kind, style.Wall, style.Dirt, seed) : new Front(sideStyle, depth, height, seed + 5);
        mesh.Polygon(side, StreetClass.Building, a, a + place.Back, a + place.Back + rise, a + rise);
        mesh.Polygon(side, StreetClass.Building, b, b + place.Back, b + place.Back + rise, b + rise);
        mesh.Polygon(side, StreetClass.Building, a + place.Back, b + place.Back, b + place.Back + rise, a + place.Back + rise);
        Masonry wall = new(style.Kind, style.Wall, style.Dirt, seed);
        if (modern)
        {
            DrawFlatRoof(place, height, wall);
        }
        else
        {
            DrawPitchedRoof(place, height, wall);
        }
        if (shop && random.Chance(0.35f))
        {
            DrawAwning(a, b, place.Back);
        }
    }

    /// <summary>A bay window of two floors or a porch, before a front.</summary>
    public void DrawBay(Footprint place, float height)
    {
        Vec3 along = place.FarFront - place.NearFront,
            outward = -place.Back.Normalized;
        float width = random.In(2, 2.8f),
            depth = random.In(0.5f, 0.9f),
            top = MathF.Min(height - 0.4f, random.Chance(0.5f) ? 2.9f : 5.6f);
        float from = random.In(0.1f, 0.9f - MathF.Min(0.75f, width / along.Length));
        FacadeStyle style = FacadeStyles.Draw(random, light, modern: false, shop: false) with
        {
            Bay = width / 2,
            WindowWidth = 0.75f,
            Floor = 2.8f,
            WindowHeight = 0.5f,
        };
        Vec3 a = place.NearFront + (along * from),
            b = a + (along.Normalized * width),
            rise = Vec3.Up * top;
        Vec3 c = a + (outward * depth) + (along.Normalized * 0.4f),
            d = b + (outward * depth) - (along.Normalized * 0.4f);
        foreach ((Vec3 p, Vec3 q) in new[] { (a, c), (c, d), (d, b) })
        {
            mesh.Polygon(
                new Front(style with { Bay = (q - p).Length }, (q - p).Length, top, 1),
                StreetClass.Building,
                p,
                q,
                q + rise,
                p + rise
            );
        }
        mesh.Polygon(Roof(), StreetClass.Building, a + rise, c + rise, d + rise, b + rise);
    }

    /// <summary>A church tower, some with a spire.</summary>
    public void DrawTower(in Pose pose)
    {
        float width = random.In(3, 5),
            height = random.In(14, 24);
        Masonry stone = new(MasonryKind.Stone, random.Near(Rgb.Hex(0x9A9282), 0.2f), 0.8f, random.Below(90));
        mesh.Box(stone, StreetClass.Building, pose, new(-width, 0, -width), new(width, height, width));
        if (!random.Chance(0.5f))
        {
            return;
        }
        Vec3 tip = pose.At(0, height + random.In(5, 14), 0),
            a = pose.At(-width, height, -width),
            b = pose.At(width, height, -width),
            c = pose.At(width, height, width),
            d = pose.At(-width, height, width);
        foreach ((Vec3 p, Vec3 q) in new[] { (a, b), (b, c), (c, d), (d, a) })
        {
            mesh.Polygon(stone, StreetClass.Building, p, q, tip);
        }
    }

    private Tiles Roof() => new(random.Near(Rgb.Hex(random.Pick(Roofs)), 0.2f), random.In(0.2f, 0.35f), random.Below(200));

    private void DrawFlatRoof(Footprint place, float height, Masonry wall)
    {
        Vec3 top = Vec3.Up * height,
            a = place.NearFront + top,
            b = place.FarFront + top;
        mesh.Polygon(new Plain(Rgb.Hex(0x6A6866), 0.2f, 4), StreetClass.Building, a, b, b + place.Back, a + place.Back);
        if (!random.Chance(0.5f))
        {
            return;
        }

        // A room for lifts or plant.
        Vec3 along = b - a;
        Vec3 low = a + (along * 0.3f) + (place.Back * 0.3f),
            high = a + (along * random.In(0.5f, 0.7f)) + (place.Back * 0.3f),
            rise = Vec3.Up * random.In(1.5f, 3);
        mesh.Polygon(wall, StreetClass.Building, low, high, high + rise, low + rise);
        mesh.Polygon(wall, StreetClass.Building, low, low + (place.Back * 0.4f), low + (place.Back * 0.4f) + rise, low + rise);
    }

    private void DrawPitchedRoof(Footprint place, float height, Masonry wall)
    {
        Vec3 top = Vec3.Up * height,
            a = place.NearFront + top,
            b = place.FarFront + top,
            c = b + place.Back,
            d = a + place.Back;
        float depth = MathF.Min(place.Back.Length, 12),
            pitch = depth * random.In(0.28f, 0.55f);
        Tiles roof = Roof();
        Vec3 lip = place.Back.Normalized * -0.25f;
        if (random.Chance(0.22f) && (b - a).Length < 13)
        {
            // The gable looks at the street.
            Vec3 front = Vec3.Lerp(a, b, 0.5f) + (Vec3.Up * ((b - a).Length * random.In(0.35f, 0.6f)));
            mesh.Polygon(wall, StreetClass.Building, a, b, front);
            mesh.Polygon(roof, StreetClass.Building, a + lip, a + place.Back, front + place.Back, front + lip);
            mesh.Polygon(roof, StreetClass.Building, b + lip, b + place.Back, front + place.Back, front + lip);
            return;
        }

        Vec3 ridgeA = Vec3.Lerp(a, d, 0.5f) + (Vec3.Up * pitch),
            ridgeB = Vec3.Lerp(b, c, 0.5f) + (Vec3.Up * pitch);
        mesh.Polygon(roof, StreetClass.Building, a + lip, b + lip, ridgeB, ridgeA);
        mesh.Polygon(roof, StreetClass.Building, d, c, ridgeB, ridgeA);
        mesh.Polygon(wall, StreetClass.Building, a, d, ridgeA);
        mesh.Polygon(wall, StreetClass.Building, b, c, ridgeB);
        foreach (Vec3 ridge in new[] { ridgeA, ridgeB })
        {
            if (random.Chance(0.6f))
            {
                DrawChimney(ridge + ((Vec3.Lerp(ridgeA, ridgeB, 0.5f) - ridge).Normalized * 0.6f), (b - a).Normalized);
            }
        }

        if (random.Chance(0.25f))
        {
            DrawDormer(Vec3.Lerp(Vec3.Lerp(a, b, random.In(0.3f, 0.6f)), ridgeA, 0.3f), (b - a).Normalized, place.Back.Normalized);
        }
    }

    private void DrawChimney(Vec3 foot, Vec3 along)
    {
        var pose = new Pose(foot - (Vec3.Up * 0.6f), Angle.Of(-along.Z, along.X));
        Masonry brick = new(MasonryKind.Brick, random.Near(Rgb.Hex(0x8A6450), 0.2f), 0.8f, 3);
        float height = random.In(1.6f, 2.6f);
        mesh.Box(brick, StreetClass.Building, pose, new(-0.5f, 0, -0.35f), new(0.5f, height, 0.35f));
        if ((foot - mesh.Eye).Length > PotsSeen)
        {
            return;
        }
        for (float x = -0.3f; x < 0.4f; x += 0.3f)
        {
            mesh.Limb(
                new Round(Rgb.Hex(0xA06848)),
                StreetClass.Building,
                pose.At(x, height, 0),
                pose.At(x, height + 0.45f, 0),
                0.11f,
                0.1f
            );
        }
    }

    private void DrawDormer(Vec3 foot, Vec3 along, Vec3 back)
    {
        Vec3 a = foot - (along * 0.8f),
            b = foot + (along * 0.8f),
            rise = Vec3.Up * 1.5f,
            deep = back * 2;
        Plain wall = new(Rgb.Hex(0xD0CCC2), 0.1f),
            glass = new(Rgb.Hex(0x343A40), gloss: 0.4f);
        mesh.Polygon(wall, StreetClass.Building, a, b, b + rise, a + rise);
        Vec3 off = back * -0.03f,
            inset = along * 0.25f,
            up = Vec3.Up * 0.3f;
        mesh.Polygon(
            glass,
            StreetClass.Building,
            a + inset + up + off,
            b - inset + up + off,
            b - inset + rise - (up * 0.5f) + off,
            a + inset + rise - (up * 0.5f) + off
        );
        mesh.Polygon(wall, StreetClass.Building, a, a + deep, a + deep + rise, a + rise);
        mesh.Polygon(wall, StreetClass.Building, b, b + deep, b + deep + rise, b + rise);
        mesh.Polygon(new Plain(Rgb.Hex(0x5A5652), 0.15f), StreetClass.Building, a + rise, b + rise, b + deep + rise, a + deep + rise);
    }

    private void DrawAwning(Vec3 a, Vec3 b, Vec3 back)
    {
        Vec3 along = (b - a).Normalized,
            outward = -back.Normalized;
        Vec3 from = a + (along * 0.4f) + (Vec3.Up * 2.75f),
            to = b - (along * 0.4f) + (Vec3.Up * 2.75f),
            drop = (outward * random.In(0.8f, 1.5f)) - (Vec3.Up * 0.5f);
        Plain cloth = new(random.Near(Rgb.Hex(random.Pick([0x8A2A2A, 0x2A5A3A, 0xD8D4CC, 0x2A3A6A, 0xC8A040])), 0.2f), 0.1f);
        mesh.Polygon(cloth, StreetClass.Building, from, to, to + drop, from + drop);
        mesh.Polygon(cloth, StreetClass.Building, from + drop, to + drop, to + drop - (Vec3.Up * 0.25f), from + drop - (Vec3.Up * 0.25f));
    }
}
