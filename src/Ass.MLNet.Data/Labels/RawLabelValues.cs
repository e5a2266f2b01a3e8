namespace Ass.MLNet.Labels;

/// <summary>The inverse of a <see cref="LabelMap"/>: which raw value stands for each class in the label files of a data set.</summary>
internal static class RawLabelValues
{
    /// <summary>Turns a model's train ids into a data set's raw values; classes are found by name, so that a model of some of the set's
    /// classes will do.</summary>
    /// <remarks>
    /// Where several raw values mean one class, the lowest stands for it. An ignored pixel (255) becomes the lowest raw value that the map
    /// lists as ignored, or else does not list: 0, unlabelled, in Cityscapes.
    /// </remarks>
    /// <param name="ids">Train ids; they stay as they are.</param>
    /// <param name="classNames">The names of the train ids.</param>
    /// <param name="map">The data set's map.</param>
    /// <exception cref="ArgumentException">The map has no such class, or no raw value of 8 bits for it.</exception>
    public static byte[] Of(ReadOnlySpan<byte> ids, IReadOnlyList<string> classNames, LabelMap map)
    {
        if (map.IsOfColors)
        {
            throw new ArgumentException(
                "The label map is one of colours: its classes have no raw value to write. SaveColors writes pictures of colours.",
                nameof(map)
            );
        }

        byte[] lowest = LowestByTrainId(map);
        var names = map.ClassNames.ToList();
        var values = new byte[256];
        for (int id = 0; id < classNames.Count; id++)
        {
            int known = names.FindIndex(name => name.Equals(classNames[id], StringComparison.OrdinalIgnoreCase));
            if (known < 0)
            {
                throw new ArgumentException(
                    $"The label map has no class '{classNames[id]}'. Its classes are: {string.Join(", ", names)}.",
                    nameof(map)
                );
            }

            values[id] =
                map[lowest[known]] == known
                    ? lowest[known]
                    : throw new ArgumentException($"The label map has no raw value of 8 bits for class '{names[known]}'.", nameof(map));
        }

        values[LabelMask.Ignored] = lowest[LabelMask.Ignored];
        var raw = new byte[ids.Length];
        for (int i = 0; i < raw.Length; i++)
        {
            raw[i] = values[ids[i]];
        }

        return raw;
    }

    private static byte[] LowestByTrainId(LabelMap map)
    {
        // Listed values come last, since what comes last stays.
        var lowest = new byte[256];
        foreach (bool listed in new[] { false, true })
        {
            for (int raw = byte.MaxValue; raw >= 0; raw--)
            {
                if (map.IsListed(raw) == listed)
                {
                    lowest[map[raw]] = (byte)raw;
                }
            }
        }

        return lowest;
    }
}
