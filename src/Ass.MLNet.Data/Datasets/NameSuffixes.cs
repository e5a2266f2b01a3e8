namespace Ass.MLNet.Datasets;

/// <summary>The suffixes of image and label names before the extension, if they differ: <c>a_image.jpg</c>, <c>a_label.png</c>.</summary>
internal readonly record struct NameSuffixes(string Image, string Label)
{
    /// <summary>Finds the suffixes that give every image a label.</summary>
    /// <param name="set">The name of the data set in errors.</param>
    /// <param name="images">The image names without extension, in ordinal order.</param>
    /// <param name="labels">The label names.</param>
    /// <param name="image">The image suffix, if known.</param>
    /// <param name="label">The label suffix, if known.</param>
    /// <returns>Empty suffixes if none give every image a label.</returns>
    /// <exception cref="InvalidOperationException">Several suffixes do, with different labels; the message shows them.</exception>
    public static NameSuffixes Find(string set, IReadOnlyList<string> images, IReadOnlySet<string> labels, string? image, string? label)
    {
        var none = new NameSuffixes(image ?? "", label ?? "");
        if ((image is not null && label is not null) || images.Count == 0 || none.Explains(images, labels))
        {
            return none;
        }

        var fits = new List<NameSuffixes>();
        foreach (string imageSuffix in image is null ? Tails(images[0]).Where(tail => images.All(name => HasTail(name, tail))) : [image])
        {
            // One image gives the candidates for its label; they must then fit all images.
            if (!HasTail(images[0], imageSuffix))
            {
                continue;
            }

            string first = images[0][..^imageSuffix.Length];
            var labelSuffixes = label is not null
                ? [label]
                : labels.Where(name => name.StartsWith(first, StringComparison.Ordinal)).Select(name => name[first.Length..]).Where(IsTail);
            fits.AddRange(
                labelSuffixes
                    .Select(suffix => new NameSuffixes(imageSuffix, suffix))
                    .Where(pair =>
                        pair.Explains(images, labels) && !fits.Exists(other => other.LabelOf(images[0]) == pair.LabelOf(images[0]))
                    )
            );
        }

        return fits.Count switch
        {
            0 => none,
            1 => fits[0],
            _ => throw new InvalidOperationException(
                $"{set}: labels could be the files "
                    + $"{string.Join(" or ", fits.Select(pair => $"'…{pair.Label}'").Order(StringComparer.Ordinal))}: for the image "
                    + $"'{images[0]}' there are "
                    + $"{string.Join(" and ", fits.Select(pair => $"'{pair.LabelOf(images[0])}'").Order(StringComparer.Ordinal))}. Say "
                    + "which: labelSuffix, or label-suffix=… on the command line."
            ),
        };
    }

    /// <summary>The name of an image's label.</summary>
    private string LabelOf(string image) => image[..^Image.Length] + Label;

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
            if (IsTail(name[at..]))
            {
                yield return name[at..];
            }
        }
    }

    private static bool HasTail(string name, string tail) =>
        name.EndsWith(tail, StringComparison.Ordinal) && name.Length - tail.Length > name.LastIndexOf('/') + 1;

    private static bool IsTail(string text) => text.Length == 0 || text[0] is '_' or '-' or '.' or ' ';
}
