using System.Drawing;
using Ass.MLNet.Images;
using Ass.MLNet.Labels;

namespace Ass.MLNet;

/// <content>Colour maps: raw values are colours.</content>
public sealed partial class LabelMap
{
    private const int MostColor = 0xFFFFFF;

    // The same limit as for maps of 16-bit values.
    private const int MostColors = ushort.MaxValue + 1;

    private readonly ColorIds? _colorIds;

    /// <summary>
    /// Whether raw values are colours, 0xRRGGBB. Label files are then read as displayed (palettes applied, alpha dropped), and
    /// <see cref="LabelChannel"/> is not used.
    /// </summary>
    public bool IsOfColors => _colorIds is not null;

    /// <summary>Creates a map for label files that store classes as colours.</summary>
    /// <param name="trainIds">Colour (alpha is ignored) → train id (0 … K − 1, or 255 for ignored). Several colours may share a train
    /// id.</param>
    /// <param name="classNames">The K class names in the order of the train ids, 1–255 of them, all different.</param>
    /// <param name="colors">One display colour per class; <see langword="null"/>: the first colour of each class in
    /// <paramref name="trainIds"/>.</param>
    /// <exception cref="ArgumentException">A colour is listed twice, or a train id or a list is outside these limits.</exception>
    public static LabelMap FromColors(
        IEnumerable<KeyValuePair<Color, int>> trainIds,
        IReadOnlyList<string> classNames,
        IReadOnlyList<Color>? colors = null
    )
    {
        ArgumentNullException.ThrowIfNull(trainIds);
        var byNumber = new Dictionary<int, int>();
        foreach (var (color, trainId) in trainIds)
        {
            // Named colours and unnamed ones compare as different even if their values are the same.
            int number = new Rgb24(color.R, color.G, color.B).Number;
            if (!byNumber.TryAdd(number, trainId))
            {
                throw new ArgumentException($"The colour {Rgb24.Text(number)} is listed twice.", nameof(trainIds));
            }
        }

        return OfRgb(byNumber, classNames, colors);
    }

    /// <summary>Creates a map for label files that use a palette's colours: each colour is a class.</summary>
    /// <param name="palette">One colour per class, all different.</param>
    /// <param name="classNames">The class names, as many as colours and in the same order.</param>
    /// <param name="ignored">Colours that are ignored on purpose, such as black for "unlabelled".</param>
    /// <exception cref="ArgumentException">Two classes, or a class and an ignored colour, have the same colour; or the lists differ in
    /// length.</exception>
    public static LabelMap FromPalette(SegmentationPalette palette, IReadOnlyList<string> classNames, IEnumerable<Color>? ignored = null)
    {
        ArgumentNullException.ThrowIfNull(palette);
        ArgumentNullException.ThrowIfNull(classNames);
        if (palette.Colors.Count != classNames.Count)
        {
            throw new ArgumentException(
                $"{classNames.Count} classes need as many colours, but the palette has {palette.Colors.Count}.",
                nameof(classNames)
            );
        }

        var classes = palette.Colors.Select((color, id) => KeyValuePair.Create(color, id));
        var others = (ignored ?? []).Select(color => KeyValuePair.Create(color, (int)LabelMask.Ignored));
        return FromColors(classes.Concat(others), classNames, palette.Colors);
    }

    /// <summary>Creates a map from colours, 0xRRGGBB, to train ids.</summary>
    internal static LabelMap OfRgb(
        IReadOnlyDictionary<int, int> trainIds,
        IReadOnlyList<string> classNames,
        IReadOnlyList<Color>? colors = null
    ) =>
        trainIds.Count is > 0 and <= MostColors
            ? new LabelMap(trainIds, classNames, colors ?? FirstColors(trainIds, classNames), ofColors: true)
            : throw new ArgumentException(
                $"A label map of colours lists 1–{MostColors} of them, but {trainIds.Count} were given.",
                nameof(trainIds)
            );

    /// <summary>Maps R, G, B triples to train ids; requires a colour map.</summary>
    internal void ApplyToColors(ReadOnlySpan<byte> rgb, Span<byte> ids) => _colorIds!.Apply(rgb, ids);

    private static Color[]? FirstColors(IReadOnlyDictionary<int, int> trainIds, IReadOnlyList<string>? classNames)
    {
        var byId = trainIds.GroupBy(color => color.Value).ToDictionary(colors => colors.Key, colors => colors.First().Key);
        return classNames is null || Enumerable.Range(0, classNames.Count).Any(id => !byId.ContainsKey(id))
            ? null
            : [.. classNames.Select((_, id) => Color.FromArgb(byte.MaxValue, Color.FromArgb(byId[id])))];
    }

    private void CheckIsOfNumbers()
    {
        if (IsOfColors)
        {
            throw new InvalidOperationException("The label map is one of colours, but the values are numbers.");
        }
    }
}
