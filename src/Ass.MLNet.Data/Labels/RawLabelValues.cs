namespace Ass.MLNet.Labels;

/// <summary>The inverse of a <see cref="LabelMap"/>: the raw value of each class in a data set's label files.</summary>
internal static class RawLabelValues
{
    /// <summary>Converts a model's train ids to a data set's raw values. Classes are matched by name, so the model may know only some of
    /// the set's classes.</summary>
    /// <remarks>
    /// If several raw values map to one class, the lowest is used. An ignored pixel (255) becomes the lowest raw value that the map lists
    /// as ignored, or else the lowest that it does not list; for Cityscapes this is 0, unlabelled.
    /// </remarks>
    /// <param name="ids">The train ids; they are not changed.</param>
    /// <param name="classNames">The class names in the order of the train ids.</param>
    /// <param name="map">The data set's map.</param>
    /// <exception cref="ArgumentException">The map lacks a class, or has no 8-bit raw value for it.</exception>
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
            int known = names.IndexOf(classNames[id]);
            known = known >= 0 ? known : names.FindIndex(name => name.Equals(classNames[id], StringComparison.OrdinalIgnoreCase));
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
        // Listed values come last so that they take precedence.
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
