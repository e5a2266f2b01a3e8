using Ass.MLNet.Labels;

namespace Ass.MLNet.Annotations;

/// <summary>The classes of labels that a labelling tool gives by name.</summary>
internal sealed class AnnotationClasses
{
    private const int MostClasses = 255;

    private readonly Dictionary<string, byte> _ids = new(StringComparer.Ordinal);

    private AnnotationClasses(IReadOnlyList<string> names, IEnumerable<string> ignored, string? background)
    {
        Names = names;
        Background = LabelMask.Ignored;
        for (int id = 0; id < names.Count; id++)
        {
            _ids.Add(names[id], (byte)id);
        }

        foreach (string name in ignored)
        {
            _ids[name] = LabelMask.Ignored;
        }

        if (background is not null)
        {
            Background = _ids[background];
        }
    }

    /// <summary>The class names in the order of the train ids.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The train id of pixels that no shape covers: 255, unless a class for them is named.</summary>
    public byte Background { get; }

    /// <summary>The train id of a name, 255 for one that is ignored; <see langword="null"/> if it is unknown.</summary>
    public byte? this[string name] => _ids.TryGetValue(name, out byte id) ? id : null;

    /// <summary>The end of a sentence about an unknown name.</summary>
    public string Known =>
        $"the classes are {Listed(Names)}; name the label among them (classes; --classes, or a key of --map's file, on the command line), "
        + "or among those that are ignored (ignored, or ignored=… on the command line)";

    /// <summary>Orders the classes.</summary>
    /// <param name="what">The data set in errors.</param>
    /// <param name="given">The names in the user's order; <see langword="null"/>: those of the file.</param>
    /// <param name="inFile">The names in the order of the file.</param>
    /// <param name="ignored">Names whose pixels are ignored.</param>
    /// <param name="background">The class of pixels that no shape covers, put first if neither list has it; <see langword="null"/>: they
    /// are ignored.</param>
    /// <exception cref="ArgumentException">The user's lists contradict each other.</exception>
    /// <exception cref="InvalidDataException">There is no class, or there are too many.</exception>
    public static AnnotationClasses Order(
        string what,
        IReadOnlyList<string>? given,
        IEnumerable<string> inFile,
        IReadOnlyList<string>? ignored,
        string? background
    )
    {
        ignored ??= [];
        if (given is not null && given.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"{what}: the class '{twice.Key}' is named twice.", nameof(given));
        }

        if ((given ?? []).Append(background).FirstOrDefault(name => name is not null && ignored.Contains(name)) is { } both)
        {
            throw new ArgumentException($"{what}: '{both}' is named as a class and as ignored.", nameof(ignored));
        }

        if (given is not null && background is not null && !given.Contains(background))
        {
            throw new ArgumentException(
                $"{what}: the class of the background, '{background}', is none of the classes {Listed(given)}.",
                nameof(background)
            );
        }

        List<string> names = [.. given ?? inFile.Distinct().Where(name => !ignored.Contains(name))];
        if (background is not null && !names.Contains(background))
        {
            names.Insert(0, background);
        }

        return names.Count is > 0 and <= MostClasses
            ? new AnnotationClasses(names, ignored, background)
            : throw new InvalidDataException($"{what} has {names.Count} classes, but a data set has 1–{MostClasses}.");
    }

    /// <summary>Checks that names that are to be ignored exist: one that is misspelt would leave its label a class.</summary>
    /// <param name="what">The data set in errors.</param>
    /// <param name="ignored">The names.</param>
    /// <param name="labels">All labels.</param>
    /// <exception cref="ArgumentException">There is no label of a name; the message lists those that there are.</exception>
    public static void CheckIgnored(string what, IEnumerable<string>? ignored, IEnumerable<string> labels)
    {
        if (ignored?.Except(labels).FirstOrDefault() is { } unknown)
        {
            throw new ArgumentException(
                $"{what}: there is no label '{unknown}', which is to be ignored (ignored, or ignored=… on the command line); the labels "
                    + $"are {Listed([.. labels.Distinct()])}.",
                nameof(ignored)
            );
        }
    }

    private static string Listed(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(20).Select(name => $"'{name}'")) + (names.Count > 20 ? $" and {names.Count - 20} more" : "");
}
