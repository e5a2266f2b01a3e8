namespace StreetScenes;

/// <summary>What a kind of street scenes looks like: its weather, streets, camera, surfaces and lens. Two styles are two domains of the
/// same classes.</summary>
/// <remarks>The same seed gives similar streets in every style, so two domains should have two seeds.</remarks>
public sealed partial class StreetStyle
{
    private StreetStyle(string name) => Name = name;

    /// <summary>All styles.</summary>
    public static IReadOnlyList<StreetStyle> All => [Street, Game, Camera];

    /// <summary>The name: <c>street</c>, <c>game</c> or <c>camera</c>.</summary>
    public string Name { get; }

    internal Days Days { get; private init; } = new();

    internal Layout Layout { get; private init; } = new();

    internal Mount Mount { get; private init; } = new();

    internal Optics Optics { get; private init; } = new();

    /// <summary>What covers the materials; null leaves them as they are.</summary>
    internal Finish? Finish { get; private init; }

    /// <summary>The style of a name, in any case of letters; null where there is none.</summary>
    /// <param name="name">See <see cref="Name"/>.</param>
    public static StreetStyle? Find(string name) =>
        All.FirstOrDefault(style => style.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
