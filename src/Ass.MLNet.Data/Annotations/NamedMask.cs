namespace Ass.MLNet.Annotations;

/// <summary>A mask to be written.</summary>
/// <param name="Name">The image's path below the folder of images, with forward slashes.</param>
/// <param name="ImagePath">The full path of the image.</param>
/// <param name="Mask">The mask.</param>
internal sealed record NamedMask(string Name, string ImagePath, SegmentationMask Mask)
{
    /// <summary>The name without its extension.</summary>
    public string Stem => Path.ChangeExtension(Name, null);

    /// <summary>Names images while they are asked for, and checks that they belong together.</summary>
    /// <exception cref="ArgumentException">There is no image, an image lies elsewhere or comes twice, or masks differ in their
    /// classes.</exception>
    public static IEnumerable<NamedMask> Of(IEnumerable<SegmentedImage> images, string folder)
    {
        IReadOnlyList<string>? classes = null;
        var stems = new HashSet<string>(StringComparer.Ordinal);
        foreach (var image in images)
        {
            string full = Path.GetFullPath(image.Path),
                name = Path.GetRelativePath(folder, full).Replace('\\', '/');
            if (Path.IsPathRooted(name) || name == ".." || name.StartsWith("../", StringComparison.Ordinal))
            {
                throw new ArgumentException($"The image '{full}' does not lie in '{folder}'.", nameof(images));
            }

            var named = new NamedMask(name, full, image.Mask);
            if (!stems.Add(named.Stem))
            {
                throw new ArgumentException($"There are two images of the name '{named.Stem}'.", nameof(images));
            }

            classes ??= image.Mask.ClassNames;
            if (!classes.SequenceEqual(image.Mask.ClassNames))
            {
                throw new ArgumentException(
                    $"The classes of the mask of '{name}', {string.Join(", ", image.Mask.ClassNames)}, are not those before it, "
                        + $"{string.Join(", ", classes)}.",
                    nameof(images)
                );
            }

            yield return named;
        }

        if (classes is null)
        {
            throw new ArgumentException("There is no image to write.", nameof(images));
        }
    }

    /// <summary>The box around each class that occurs, with its number of pixels, in the order of the ids; ignored pixels have
    /// none.</summary>
    public IEnumerable<ClassBox> Boxes()
    {
        var boxes = new ClassBox?[Mask.ClassNames.Count];
        for (int y = 0, at = 0; y < Mask.Height; y++)
        {
            for (int x = 0; x < Mask.Width; x++, at++)
            {
                byte id = Mask.ClassIds[at];
                if (id < boxes.Length)
                {
                    (boxes[id] ??= new ClassBox(id, x, y)).Add(x, y);
                }
            }
        }

        return boxes.OfType<ClassBox>();
    }

    /// <summary>The box around a class; both ends belong to it.</summary>
    public sealed class ClassBox(byte id, int x, int y)
    {
        public byte Id => id;

        public int Left { get; private set; } = x;

        public int Top { get; private set; } = y;

        public int Right { get; private set; } = x;

        public int Bottom { get; private set; } = y;

        public int Pixels { get; private set; }

        public int Width => Right - Left + 1;

        public int Height => Bottom - Top + 1;

        public void Add(int atX, int atY)
        {
            (Left, Right) = (Math.Min(Left, atX), Math.Max(Right, atX));
            (Top, Bottom) = (Math.Min(Top, atY), Math.Max(Bottom, atY));
            Pixels++;
        }
    }
}
