using SkiaSharp;

namespace QuickStart.Scenes;

/// <summary>The colours of a domain's things under white light.</summary>
internal sealed record ScenePalette
{
    public required IReadOnlyList<SKColor> Road { get; init; }

    public required IReadOnlyList<SKColor> Pavement { get; init; }

    public required SKColor Marking { get; init; }

    public required SKColor CentreMarking { get; init; }

    public required IReadOnlyList<SKColor> Grass { get; init; }

    public required IReadOnlyList<SKColor> Walls { get; init; }

    public required IReadOnlyList<SKColor> Trim { get; init; }

    public required IReadOnlyList<SKColor> Glass { get; init; }

    public required IReadOnlyList<SKColor> Roofs { get; init; }

    public required IReadOnlyList<SKColor> Leaves { get; init; }

    public required IReadOnlyList<SKColor> Vehicles { get; init; }

    public required IReadOnlyList<SKColor> Poles { get; init; }

    public required IReadOnlyList<SKColor> Clothes { get; init; }

    public static readonly IReadOnlyList<SKColor> Skin = [new(0xFFF0C8A8), new(0xFFD9A47C), new(0xFFA9744F), new(0xFF6E4A33)];

    public static readonly IReadOnlyList<SKColor> Hair = [new(0xFF2A1D16), new(0xFF5A3A22), new(0xFF8A8078), new(0xFFB58A4A), new(0xFF101014)];

    /// <summary>Strong, clean colours.</summary>
    public static readonly ScenePalette Game = new()
    {
        Road = [new(0xFF56565C), new(0xFF5E5E62), new(0xFF4E5058)],
        Pavement = [new(0xFFC9C4B8), new(0xFFBDBBB4), new(0xFFD2C8B0)],
        Marking = new(0xFFFFFFFF),
        CentreMarking = new(0xFFFFD23C),
        Grass = [new(0xFF4FA83A), new(0xFF5BB544), new(0xFF3F9636)],
        Walls = [new(0xFFE8DCC0), new(0xFFF0E8DC), new(0xFFCFDCE8), new(0xFFF2C9A0), new(0xFFE5B8A8), new(0xFFC8E0CE), new(0xFFD8D4D0)],
        Trim = [new(0xFFFFFFFF), new(0xFFB8B0A0), new(0xFF8A98A8)],
        Glass = [new(0xFF4878A8), new(0xFF3A6896), new(0xFF6090B8)],
        Roofs = [new(0xFFB8503A), new(0xFFC86848), new(0xFF8090A0)],
        Leaves = [new(0xFF2F9A34), new(0xFF48AE36), new(0xFF228438), new(0xFF66BC3C)],
        Vehicles = [new(0xFFD8261E), new(0xFF1E58D0), new(0xFFF0C418), new(0xFFF4F4F4), new(0xFF18A048), new(0xFFE87818), new(0xFF30B8D0)],
        Poles = [new(0xFF8C949C), new(0xFFA0A8B0)],
        Clothes = [new(0xFFE03030), new(0xFF2850D0), new(0xFFF0D020), new(0xFF20A050), new(0xFFE060B0), new(0xFFF0F0F0), new(0xFF7030A0)],
    };

    /// <summary>The subdued colours of an old town: dark brick, black and grey cars, brownish trees.</summary>
    public static readonly ScenePalette Camera = new()
    {
        Road = [new(0xFF77746E), new(0xFF86807A), new(0xFF6A6868), new(0xFF8E8A86)],
        Pavement = [new(0xFF6E5F58), new(0xFF7C6A5C), new(0xFF665E5C), new(0xFF84766C)],
        Marking = new(0xFFC8C4B8),
        CentreMarking = new(0xFFC8C4B8),
        Grass = [new(0xFF6A6638), new(0xFF78703E), new(0xFF565C34)],
        Walls = [new(0xFF6E3B2C), new(0xFF844634), new(0xFF5A4A40), new(0xFF8A7458), new(0xFF6A6A66), new(0xFF9A8A70), new(0xFF4E5450), new(0xFF7A5840)],
        Trim = [new(0xFFA89C88), new(0xFF3C3834), new(0xFF86807A), new(0xFF5C3A30)],
        Glass = [new(0xFF2A2E30), new(0xFF3A3E3C), new(0xFF5C6468), new(0xFF22201E)],
        Roofs = [new(0xFF3A3434), new(0xFF54423A), new(0xFF4A4E52)],
        Leaves = [new(0xFF3C4424), new(0xFF565428), new(0xFF7A6428), new(0xFF2E3A26), new(0xFF6A4A24)],
        Vehicles = [new(0xFF1A1A1E), new(0xFF2C3034), new(0xFF8C9094), new(0xFFC4C6C6), new(0xFF5A6066), new(0xFF28324A), new(0xFF5A1E20), new(0xFFDADAD6)],
        Poles = [new(0xFF2A322E), new(0xFF3A3A3C), new(0xFF5C5E5C), new(0xFF6A5A48)],
        Clothes = [new(0xFF1C1E26), new(0xFF34383E), new(0xFF2A3450), new(0xFF54483C), new(0xFF6E6A64), new(0xFF5A2428), new(0xFF8C8880)],
    };
}
