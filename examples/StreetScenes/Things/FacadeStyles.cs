namespace StreetScenes;

/// <summary>Draws the styles of buildings.</summary>
internal static class FacadeStyles
{
    private static readonly int[] Bricks = [0xA08C70, 0x8C6A54, 0x7A4E40, 0xA89880, 0x947860, 0x6A463C, 0xA0907C, 0x8E6450];
    private static readonly int[] Stones = [0xB0A68E, 0x9C9484, 0xC4B89C, 0x8A8478];
    private static readonly int[] Plasters = [0xE4E0D4, 0xD8CEB4, 0xE8E8E6, 0xC8C0AC, 0xE0D2A8, 0xD4DADC, 0xC8A890, 0xB8C0B8];
    private static readonly int[] Concretes = [0xA8A49C, 0x8E8C88, 0xBCB8B0, 0xD0CEC8, 0x787A7C];
    private static readonly int[] Fascias =
    [
        0x1E3A6A,
        0x2A5A3A,
        0x8A1E22,
        0x202022,
        0xD8D4C8,
        0x6A2A5A,
        0xC87A1E,
        0x1E6A7A,
        0x3A3A3E,
        0xD0B020,
    ];
    private static readonly int[] Doors = [0x2A3A5A, 0x5A2222, 0x24422E, 0x2A2A2C, 0x7A6A50, 0xD8D8D4];

    public static FacadeStyle Draw(SceneRandom random, Daylight light, bool modern, bool shop)
    {
        MasonryKind kind = (MasonryKind)(modern ? random.Weighted(0.25f, 0.05f, 0.3f, 0.4f) : random.Weighted(0.5f, 0.17f, 0.33f, 0));
        int[] walls = kind switch
        {
            MasonryKind.Brick => Bricks,
            MasonryKind.Stone => Stones,
            MasonryKind.Plaster => Plasters,
            _ => Concretes,
        };
        bool ribbons = modern && random.Chance(0.5f);
        return new FacadeStyle
        {
            Kind = kind,
            Wall = Faded(random.Near(Rgb.Hex(random.Pick(walls)), 0.22f), random.In(0, 0.6f)) * random.In(0.6f, 1),
            Trim = random.Near(Rgb.Hex(random.Pick([0xE8E8E4, 0xDAD6CC, 0xC4C0B6, 0xF0F0EE, 0x4A4846])), 0.1f),
            Glass = random.Near(Rgb.Hex(random.Pick([0x1E2226, 0x2A3036, 0x181A1C, 0x3A424A])), 0.3f),
            Door = random.Near(Rgb.Hex(random.Pick(Doors)), 0.2f),
            Fascia = random.Near(Rgb.Hex(random.Pick(Fascias)), 0.25f),
            Floor = random.In(2.8f, modern ? 3.6f : 3.4f),
            Bay = random.In(1.7f, 3.1f),
            WindowWidth = ribbons ? random.In(0.85f, 0.97f) : random.In(0.36f, 0.6f),
            WindowHeight = random.In(0.48f, modern ? 0.8f : 0.62f),
            Bar = random.Chance(0.7f) ? 0.5f : 0,
            Arched = !modern && random.Chance(0.12f),
            Shop = shop,
            Bands = random.Chance(modern ? 0.5f : 0.3f),
            Dirt = random.In(0.2f, 1),
            Lit = light.LitWindows,
        };
    }

    private static Rgb Faded(Rgb colour, float amount) => Rgb.Lerp(colour, Rgb.White * colour.Luminance, amount);
}
