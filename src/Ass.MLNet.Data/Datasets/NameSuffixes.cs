namespace Ass.MLNet.Datasets;

/// <summary>The suffixes of image and label names before the extension, if they differ: <c>a_image.jpg</c>, <c>a_label.png</c>.</summary>
internal readonly record struct NameSuffixes(string Image, string Label)
{
    private static readonly char[] Separators = ['_', '-', '.', ' '];

    /// <summary>Finds the suffixes that give every image a label.</summary>
    /// <remarks>Numbers may tell frames apart. A label's suffix that is found has a letter, and so has that of a lone image, which has no
    /// number between separators, either; a number that several images share does not tell them apart. Suffixes that differ in digits
    /// alone are no pair, nor are those with different numbers: they would give an image the label of another frame.</remarks>
    /// <param name="set">The name of the data set in errors.</param>
    /// <param name="images">The image names without extension, in ordinal order.</param>
    /// <param name="labels">The label names.</param>
    /// <param name="image">The image suffix, if known.</param>
    /// <param name="label">The label suffix, if known.</param>
    /// <param name="mayLack">Whether images may lack a label: then suffixes that give every label an image do as well.</param>
    /// <returns>Empty suffixes if none do.</returns>
    /// <exception cref="InvalidOperationException">Several suffixes do, with different labels; the message shows them.</exception>
    public static NameSuffixes Find(
        string set,
        IReadOnlyList<string> images,
        IReadOnlySet<string> labels,
        string? image,
        string? label,
        bool mayLack
    )
    {
        var none = new NameSuffixes(image ?? "", label ?? "");
        if ((image is not null && label is not null) || images.Count == 0 || none.Explains(images, labels))
        {
            return none;
        }

        string[] imageSuffixes = image is null
            ?
            [
                .. Tails(images[0])
                    .Where(tail => images.Count > 1 ? images.All(name => HasTail(name, tail)) : IsWord(tail) && !HasNumber(tail)),
            ]
            : [image];
        var fits = new List<NameSuffixes>();
        foreach (var pair in Candidates(images[0]).Where(pair => pair.Explains(images, labels)))
        {
            if (!fits.Exists(other => other.LabelOf(images[0]) == pair.LabelOf(images[0])))
            {
                fits.Add(pair);
            }
        }

        return fits.Count switch
        {
            0 when mayLack => OfLabels(set, images, labels, none, imageSuffixes, label),
            0 => none,
            1 => Unrivalled(fits[0]),
            _ => throw new InvalidOperationException(
                $"{set}: labels could be the files "
                    + $"{string.Join(" or ", fits.Select(pair => $"'…{pair.Label}'").Order(StringComparer.Ordinal))}: for the image "
                    + $"'{images[0]}' there are "
                    + $"{string.Join(" and ", fits.Select(pair => $"'{pair.LabelOf(images[0])}'").Order(StringComparer.Ordinal))}. Say "
                    + "which: labelSuffix, or label-suffix=… on the command line."
            ),
        };

        // An image gives the candidates for its label.
        IEnumerable<NameSuffixes> Candidates(string name) =>
            from imageSuffix in imageSuffixes
            where HasTail(name, imageSuffix)
            let first = name[..^imageSuffix.Length]
            from labelSuffix in label is not null
                ? [label]
                : labels
                    .Where(file => file.StartsWith(first, StringComparison.Ordinal))
                    .Select(file => file[first.Length..])
                    .Where(IsWordTail)
            where !AreOfOtherFrames(imageSuffix, labelSuffix)
            select new NameSuffixes(imageSuffix, labelSuffix);

        // Suffixes that give every image a label but the few whose file is missing may well be those that were meant.
        NameSuffixes Unrivalled(NameSuffixes only)
        {
            var (rival, count) = new[] { images[0], images[images.Count / 2], images[^1] }
                .SelectMany(Candidates)
                .Append(none)
                .Distinct()
                .Select(pair => (Pair: pair, Count: pair.CountOtherThan(only, images, labels)))
                .MaxBy(pair => pair.Count);
            return 2 * count < images.Count
                ? only
                : throw new InvalidOperationException(
                    $"{set}: labels could be the files '…{only.Label}', of which every image has one, or '…{rival.Label}', of which "
                        + $"{images.Count - count} of {images.Count} images have none. Say which: labelSuffix, or label-suffix=… on the "
                        + "command line."
                );
        }
    }

    /// <summary>Finds the suffixes that give every label an image.</summary>
    private static NameSuffixes OfLabels(
        string set,
        IReadOnlyList<string> images,
        IReadOnlySet<string> labels,
        NameSuffixes none,
        string[] imageSuffixes,
        string? label
    )
    {
        var names = images.ToHashSet(StringComparer.Ordinal);
        string[] all = [.. labels.Where(name => HasTail(name, none.Label)).Order(StringComparer.Ordinal)];
        if (all.Length == 0 || IsFor(none, all))
        {
            return none;
        }

        var candidates =
            from imageSuffix in imageSuffixes
            from labelSuffix in label is not null ? [label] : Tails(all[0]).Where(IsWord)
            where !AreOfOtherFrames(imageSuffix, labelSuffix)
            select new NameSuffixes(imageSuffix, labelSuffix);
        NameSuffixes[] fits =
        [
            .. candidates.Where(pair => IsFor(pair, all)).DistinctBy(pair => pair.ImageOf(all[0])),
            .. all.Where(name => IsFor(none, [name])).Take(1).Select(_ => none),
        ];
        return fits.Length switch
        {
            0 => none,
            1 => fits[0],
            _ => throw new InvalidOperationException(
                $"{set}: labels could be the files "
                    + $"{string.Join(" or ", fits.Select(pair => $"'…{pair.Label}'").Order(StringComparer.Ordinal))} of the images "
                    + $"{string.Join(" or ", fits.Select(pair => $"'…{pair.Image}'").Distinct())}. Say which: imageSuffix and labelSuffix, "
                    + "or image-suffix=… and label-suffix=… on the command line."
            ),
        };

        bool IsFor(NameSuffixes pair, string[] some) =>
            Array.TrueForAll(some, name => HasTail(name, pair.Label) && names.Contains(pair.ImageOf(name)));
    }

    /// <summary>How many images have a label by these suffixes, but not the same as by others.</summary>
    private int CountOtherThan(NameSuffixes others, IReadOnlyList<string> images, IReadOnlySet<string> labels)
    {
        var pair = this;
        return images.Count(image =>
            HasTail(image, pair.Image) && pair.LabelOf(image) is var label && label != others.LabelOf(image) && labels.Contains(label)
        );
    }

    /// <summary>The name of an image's label.</summary>
    private string LabelOf(string image) => image[..^Image.Length] + Label;

    /// <summary>The name of a label's image.</summary>
    private string ImageOf(string label) => label[..^Label.Length] + Image;

    private bool Explains(IReadOnlyList<string> images, IReadOnlySet<string> labels)
    {
        var pair = this;
        return images.All(image => HasTail(image, pair.Image) && labels.Contains(pair.LabelOf(image)));
    }

    /// <summary>The empty suffix, and the suffix from each word separator in a file name, shortest first.</summary>
    private static IEnumerable<string> Tails(string name)
    {
        yield return "";
        for (int at = name.Length - 1; at > name.LastIndexOf('/') + 1; at--)
        {
            if (Separators.Contains(name[at]))
            {
                yield return name[at..];
            }
        }
    }

    private static bool HasTail(string name, string tail) =>
        name.EndsWith(tail, StringComparison.Ordinal) && name.Length - tail.Length > name.LastIndexOf('/') + 1;

    private static bool IsWordTail(string text) => text.Length == 0 || (Separators.Contains(text[0]) && IsWord(text));

    /// <summary>Whether a suffix has a letter, or is empty.</summary>
    private static bool IsWord(string tail) => tail.Length == 0 || tail.Any(char.IsLetter);

    private static bool HasNumber(string tail) => Numbers(tail).Any();

    private static IEnumerable<string> Numbers(string tail) =>
        tail.Split(Separators).Where(part => part.Length > 0 && part.All(char.IsAsciiDigit));

    /// <summary>Whether the suffixes differ in digits alone, or both have numbers, and the label one that the image has not.</summary>
    private static bool AreOfOtherFrames(string image, string label) =>
        DifferInDigitsAlone(image, label) || (HasNumber(image) && Numbers(label).Except(Numbers(image)).Any());

    private static bool DifferInDigitsAlone(string first, string second) =>
        first != second && first.Where(IsNoDigit).SequenceEqual(second.Where(IsNoDigit));

    private static bool IsNoDigit(char sign) => !char.IsAsciiDigit(sign);
}
