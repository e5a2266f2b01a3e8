using System.Drawing;
using Ass.MLNet.Images;
using Ass.MLNet.Labels;

namespace Ass.MLNet;

/// <summary>Turns the values that a data set stores in its label files into train ids 0 … K − 1; every value not listed becomes 255,
/// ignored.</summary>
/// <remarks>
/// Values are numbers as a rule. Where a data set paints its classes in colours, the map is one of colours (<see cref="FromPalette"/>,
/// <see cref="FromColors"/>, or a JSON file), and a raw value is 0xRRGGBB.
/// </remarks>
public sealed partial class LabelMap
{
    // 255 is the ignored id, so that train ids end at 254.
    private const int MostClasses = 255;

    // By raw value. Label files with 8 bits are the rule, so the tables end at 255 unless a larger value is listed.
    private readonly byte[] _trainIds;
    private readonly bool[] _listed;

    /// <summary>A map from raw label values to train ids.</summary>
    /// <param name="trainIds">
    /// Raw value (0–65535) → train id (0 … K − 1, or 255 for ignored). Several values may share a train id. Values that are ignored on
    /// purpose are worth listing with 255: others that turn up in the files are reported as unlisted by
    /// <see cref="InspectionExtensions.Inspect"/>.
    /// </param>
    /// <param name="classNames">The K class names in the order of the train ids, 1–255 of them, all different.</param>
    /// <param name="colors">A colour per class; <see langword="null"/>: those of <see cref="SegmentationPalette.ForClasses"/>.</param>
    /// <exception cref="ArgumentException">A value, a train id, the list of names or that of colours is outside these limits.</exception>
    public LabelMap(IReadOnlyDictionary<int, int> trainIds, IReadOnlyList<string> classNames, IReadOnlyList<Color>? colors = null)
        : this(trainIds, classNames, colors, ofColors: false) { }

    private LabelMap(IReadOnlyDictionary<int, int> trainIds, IReadOnlyList<string> classNames, IReadOnlyList<Color>? colors, bool ofColors)
    {
        ArgumentNullException.ThrowIfNull(trainIds);
        ArgumentNullException.ThrowIfNull(classNames);
        CheckNames(classNames);
        if (colors is not null && colors.Count != classNames.Count)
        {
            throw new ArgumentException($"{classNames.Count} classes need as many colours, but {colors.Count} were given.", nameof(colors));
        }

        ClassNames = Array.AsReadOnly(classNames.ToArray());
        Palette = colors is null ? SegmentationPalette.ForClasses(ClassNames) : new SegmentationPalette(colors);
        int size = trainIds.Keys.Any(raw => raw > byte.MaxValue) && !ofColors ? ushort.MaxValue + 1 : byte.MaxValue + 1;
        (_trainIds, _listed) = (new byte[size], new bool[size]);
        Array.Fill(_trainIds, LabelMask.Ignored);
        foreach (var (raw, trainId) in trainIds)
        {
            if (raw < 0 || raw > (ofColors ? MostColor : ushort.MaxValue))
            {
                throw new ArgumentException($"Raw label values are 0–65535, but the map lists {raw}.", nameof(trainIds));
            }

            if ((trainId < 0 || trainId >= classNames.Count) && trainId != LabelMask.Ignored)
            {
                throw new ArgumentException(
                    $"The map turns {(ofColors ? Rgb24.Text(raw) : raw)} into train id {trainId}, but with {classNames.Count} "
                        + $"class names train ids are 0–{classNames.Count - 1}, and 255 for ignored.",
                    nameof(trainIds)
                );
            }

            if (!ofColors)
            {
                (_trainIds[raw], _listed[raw]) = ((byte)trainId, true);
            }
        }

        _colorIds = ofColors ? new ColorIds(trainIds) : null;
    }

    /// <summary>The class names in the order of the train ids.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>A colour per class.</summary>
    public SegmentationPalette Palette { get; }

    /// <summary>The listed raw values in ascending order, those that are ignored on purpose included.</summary>
    internal IEnumerable<int> ListedValues => _colorIds?.Listed ?? Enumerable.Range(0, _listed.Length).Where(raw => _listed[raw]);

    /// <summary>The train id of a raw value, 255 where it is ignored or not listed.</summary>
    /// <param name="raw">A raw value, 0–65535, or a colour, 0xRRGGBB.</param>
    public byte this[int raw]
    {
        get
        {
            CheckRaw(raw);
            return _colorIds is not null ? _colorIds[raw]
                : raw < _trainIds.Length ? _trainIds[raw]
                : LabelMask.Ignored;
        }
    }

    /// <summary>For labels that already hold train ids: keeps 0 … K − 1, ignores 255 and everything else, and names the classes.</summary>
    /// <param name="classNames">The K class names in the order of the train ids, 1–255 of them, all different.</param>
    /// <exception cref="ArgumentException">The list of names is outside these limits.</exception>
    public static LabelMap Identity(IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(classNames);
        return new LabelMap(
            Enumerable.Range(0, classNames.Count).Take(MostClasses).Append(LabelMask.Ignored).ToDictionary(id => id),
            classNames
        );
    }

    /// <summary>Reads a map from a JSON file, as <see cref="Save"/> writes it or a person does.</summary>
    /// <remarks>
    /// <code>
    /// {
    ///   "classes": [ { "name": "road", "color": "#804080" }, { "name": "car", "color": "#00008E" } ],
    ///   "values": { "7": "road", "26": "car", "27": 1, "0": null }
    /// }
    /// </code>
    /// or, where the label files are pictures of colours:
    /// <code>
    /// {
    ///   "classes": [ "road", "car" ],
    ///   "values": { "#804080": "road", "#00008E": "car", "#000000": null }
    /// }
    /// </code>
    /// <c>classes</c> lists names in the order of the train ids, as objects or as plain strings; colours (<c>#RRGGBB</c>) are given to all
    /// classes or to none. <c>values</c> turns raw values (0–65535, or colours <c>#RRGGBB</c>; not both in one file) into a class, by its
    /// name or its train id; <see langword="null"/> (or 255) ignores a value on purpose, and values that are not listed are ignored, too.
    /// Comments and trailing commas are allowed; other keys and repeated ones are errors.
    /// </remarks>
    /// <param name="path">The file, at most 4 MiB.</param>
    /// <exception cref="FileNotFoundException">The file is missing.</exception>
    /// <exception cref="InvalidDataException">The file is not such a map: the error names file and key, what was expected and what was
    /// found.</exception>
    public static LabelMap FromJson(string path) => LabelMapJson.Read(path);

    /// <summary>Writes the map to a JSON file that <see cref="FromJson"/> reads, with the colours; a file that is there is replaced once
    /// the new one is whole.</summary>
    public void Save(string path) => LabelMapJson.Write(this, path);

    /// <summary>Whether the map lists a raw value, be it with a class or as ignored.</summary>
    /// <param name="raw">A raw value, 0–65535, or a colour, 0xRRGGBB.</param>
    public bool IsListed(int raw)
    {
        CheckRaw(raw);
        return _colorIds is not null ? _colorIds.IsListed(raw) : raw < _listed.Length && _listed[raw];
    }

    /// <summary>Replaces raw values by train ids, in place.</summary>
    /// <exception cref="InvalidOperationException">The map is one of colours.</exception>
    public void Apply(Span<byte> ids)
    {
        CheckIsOfNumbers();
        foreach (ref byte id in ids)
        {
            id = _trainIds[id];
        }
    }

    /// <summary>The train ids of 16-bit raw values.</summary>
    /// <param name="raw">The raw values.</param>
    /// <param name="ids">Receives a train id per raw value; at least as long.</param>
    /// <exception cref="InvalidOperationException">The map is one of colours.</exception>
    public void Apply(ReadOnlySpan<ushort> raw, Span<byte> ids)
    {
        CheckIsOfNumbers();
        ids = ids[..raw.Length];
        byte[] trainIds = _trainIds;
        for (int i = 0; i < raw.Length; i++)
        {
            ids[i] = raw[i] < trainIds.Length ? trainIds[raw[i]] : LabelMask.Ignored;
        }
    }

    private void CheckRaw(int raw)
    {
        if (raw < 0 || raw > (IsOfColors ? MostColor : ushort.MaxValue))
        {
            throw new ArgumentOutOfRangeException(
                nameof(raw),
                raw,
                IsOfColors ? "Colours are 0x000000–0xFFFFFF." : "Raw label values are 0–65535."
            );
        }
    }

    private static void CheckNames(IReadOnlyList<string> classNames)
    {
        if (classNames.Count is 0 or > MostClasses)
        {
            throw new ArgumentException(
                $"A label map needs 1–{MostClasses} class names, but {classNames.Count} were given.",
                nameof(classNames)
            );
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < classNames.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(classNames[i]))
            {
                throw new ArgumentException($"The name of class {i} is empty.", nameof(classNames));
            }

            if (!seen.Add(classNames[i]))
            {
                throw new ArgumentException($"The class name '{classNames[i]}' is listed twice.", nameof(classNames));
            }
        }
    }
}
