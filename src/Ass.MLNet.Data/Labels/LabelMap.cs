using System.Drawing;
using Ass.MLNet.Images;
using Ass.MLNet.Labels;

namespace Ass.MLNet;

/// <summary>Maps the values stored in a data set's label files to train ids 0 … K − 1. Values that are not listed become 255,
/// ignored.</summary>
/// <remarks>
/// Values are usually numbers. For data sets that store classes as colours, use a colour map (<see cref="FromPalette"/>,
/// <see cref="FromColors"/>, or a JSON file), where a raw value is 0xRRGGBB.
/// </remarks>
public sealed partial class LabelMap
{
    // 255 is the ignored id, so train ids end at 254.
    private const int MostClasses = 255;

    // Indexed by raw value. Most label files have 8 bits, so the tables end at 255 unless a larger value is listed.
    private readonly byte[] _trainIds;
    private readonly bool[] _listed;

    /// <summary>Creates a map from raw label values to train ids.</summary>
    /// <param name="trainIds">
    /// Raw value (0–65535) → train id (0 … K − 1, or 255 for ignored). Several values may share a train id. List values that are ignored on
    /// purpose with 255: <see cref="InspectionExtensions.Inspect"/> reports all other values as unlisted.
    /// </param>
    /// <param name="classNames">The K class names in the order of the train ids, 1–255 of them, all different.</param>
    /// <param name="colors">One colour per class; <see langword="null"/>: the colours of
    /// <see cref="SegmentationPalette.ForClasses"/>.</param>
    /// <exception cref="ArgumentException">A value, a train id, or the list of names or of colours is outside these limits.</exception>
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

    /// <summary>One colour per class.</summary>
    public SegmentationPalette Palette { get; }

    /// <summary>The listed raw values in ascending order, including those that are ignored on purpose.</summary>
    internal IEnumerable<int> ListedValues => _colorIds?.Listed ?? Enumerable.Range(0, _listed.Length).Where(raw => _listed[raw]);

    /// <summary>The train id of a raw value; 255 if the value is ignored or not listed.</summary>
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

    /// <summary>Creates a map for labels that already hold train ids: keeps 0 … K − 1, ignores 255 and all other values, and names the
    /// classes.</summary>
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

    /// <summary>Reads a map from a JSON file, either written by <see cref="Save"/> or by hand.</summary>
    /// <remarks>
    /// <code>
    /// {
    ///   "classes": [ { "name": "road", "color": "#804080" }, { "name": "car", "color": "#00008E" } ],
    ///   "values": { "7": "road", "26": "car", "27": 1, "0": null }
    /// }
    /// </code>
    /// or, for label files that store classes as colours:
    /// <code>
    /// {
    ///   "classes": [ "road", "car" ],
    ///   "values": { "#804080": "road", "#00008E": "car", "#000000": null }
    /// }
    /// </code>
    /// <c>classes</c> lists the names in the order of the train ids, as objects or as plain strings; either all classes have a colour
    /// (<c>#RRGGBB</c>) or none. <c>values</c> maps raw values (either 0–65535 or colours <c>#RRGGBB</c>, not both in one file) to a class,
    /// given by its name or train id. <see langword="null"/> (or 255) ignores a value on purpose; values that are not listed are ignored
    /// too. Comments and trailing commas are allowed; unknown or repeated keys are errors.
    /// </remarks>
    /// <param name="path">The file, at most 4 MiB.</param>
    /// <exception cref="FileNotFoundException">The file is missing.</exception>
    /// <exception cref="InvalidDataException">The file is not a valid map; the message names the file, the key, and the expected and actual
    /// values.</exception>
    public static LabelMap FromJson(string path) => LabelMapJson.Read(path);

    /// <summary>Writes the map, with its colours, to a JSON file that <see cref="FromJson"/> reads. An existing file is replaced once the
    /// new one is complete.</summary>
    public void Save(string path) => LabelMapJson.Write(this, path);

    /// <summary>Whether the map lists a raw value, either with a class or as ignored.</summary>
    /// <param name="raw">A raw value, 0–65535, or a colour, 0xRRGGBB.</param>
    public bool IsListed(int raw)
    {
        CheckRaw(raw);
        return _colorIds is not null ? _colorIds.IsListed(raw) : raw < _listed.Length && _listed[raw];
    }

    /// <summary>Replaces raw values with train ids, in place.</summary>
    /// <exception cref="InvalidOperationException">This is a colour map.</exception>
    public void Apply(Span<byte> ids)
    {
        CheckIsOfNumbers();
        foreach (ref byte id in ids)
        {
            id = _trainIds[id];
        }
    }

    /// <summary>Maps 16-bit raw values to train ids.</summary>
    /// <param name="raw">The raw values.</param>
    /// <param name="ids">Receives one train id per raw value; at least as long as <paramref name="raw"/>.</param>
    /// <exception cref="InvalidOperationException">This is a colour map.</exception>
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
