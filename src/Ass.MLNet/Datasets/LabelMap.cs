namespace Ass.MLNet;

/// <summary>Turns the values that a data set stores in its label files into train ids 0 … K − 1; every value not listed becomes 255, ignored.</summary>
public sealed class LabelMap
{
    // 255 is the ignored id, so that train ids end at 254.
    private const int MostClasses = 255;

    private readonly byte[] _trainIds = new byte[256];

    /// <summary>A map from raw label values to train ids.</summary>
    /// <param name="trainIds">Raw value (0–255) → train id (0 … K − 1, or 255 for ignored). Several values may share a train id.</param>
    /// <param name="classNames">The K class names in the order of the train ids, 1–255 of them, all different.</param>
    /// <exception cref="ArgumentException">A value, a train id or the list of names is outside these limits.</exception>
    public LabelMap(IReadOnlyDictionary<int, int> trainIds, IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(trainIds);
        ArgumentNullException.ThrowIfNull(classNames);
        CheckNames(classNames);
        ClassNames = Array.AsReadOnly(classNames.ToArray());
        Array.Fill(_trainIds, LabelMask.Ignored);
        foreach (var (raw, trainId) in trainIds)
        {
            if (raw is < 0 or > byte.MaxValue)
            {
                throw new ArgumentException($"Raw label values are 0–255, but the map lists {raw}.", nameof(trainIds));
            }

            if ((trainId < 0 || trainId >= classNames.Count) && trainId != LabelMask.Ignored)
            {
                throw new ArgumentException(
                    $"The map turns {raw} into train id {trainId}, but with {classNames.Count} class names train ids are 0–{classNames.Count - 1}, and 255 for ignored.",
                    nameof(trainIds));
            }

            _trainIds[raw] = (byte)trainId;
        }
    }

    /// <summary>CamVid in the SegNet arrangement: 11 classes stored as 0–10; 11 (unlabelled) and everything else is ignored.</summary>
    public static LabelMap CamVid { get; } = Identity(SegmentationClasses.CamVid.Names);

    /// <summary>Cityscapes' label ids 0–33 (<c>…_labelIds.png</c>): the 19 evaluated classes; everything else is ignored.</summary>
    public static LabelMap Cityscapes { get; } = new(
        new[] { 7, 8, 11, 12, 13, 17, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 31, 32, 33 }.Index().ToDictionary(e => e.Item, e => e.Index),
        SegmentationClasses.Cityscapes.Names);

    /// <summary>The class names in the order of the train ids.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The train id of a raw value, 255 where it is ignored.</summary>
    public byte this[byte raw] => _trainIds[raw];

    /// <summary>For labels that already hold train ids: keeps 0 … K − 1, ignores everything else, and names the classes.</summary>
    /// <param name="classNames">The K class names in the order of the train ids, 1–255 of them, all different.</param>
    /// <exception cref="ArgumentException">The list of names is outside these limits.</exception>
    public static LabelMap Identity(IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(classNames);
        return new LabelMap(Enumerable.Range(0, classNames.Count).Take(MostClasses).ToDictionary(id => id), classNames);
    }

    /// <summary>Replaces raw values by train ids, in place.</summary>
    public void Apply(Span<byte> ids)
    {
        foreach (ref byte id in ids)
        {
            id = _trainIds[id];
        }
    }

    private static void CheckNames(IReadOnlyList<string> classNames)
    {
        if (classNames.Count is 0 or > MostClasses)
        {
            throw new ArgumentException($"A label map needs 1–{MostClasses} class names, but {classNames.Count} were given.", nameof(classNames));
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
