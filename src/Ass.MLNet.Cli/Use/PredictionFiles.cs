using Ass.MLNet.Cli.CommandLine;
using Microsoft.ML.Data;

namespace Ass.MLNet.Cli.Use;

/// <summary>The files that one image's prediction goes to.</summary>
/// <param name="Image">The image.</param>
/// <param name="Name">The image's path below the folder it was found in, with forward slashes.</param>
/// <param name="Ids">8-bit grey PNG of class ids.</param>
/// <param name="Color">Palette PNG in the classes' colours.</param>
/// <param name="Overlay">JPEG of the image under the colours, with a legend.</param>
/// <param name="LabelIds">8-bit grey PNG of Cityscapes' label ids, or null if not requested.</param>
internal sealed record PredictionFiles(string Image, string Name, string Ids, string Color, string Overlay, string? LabelIds)
{
    /// <summary>The subfolder for label ids: Cityscapes' server wants one file for each image, and nothing else beside it.</summary>
    public const string LabelIdsFolder = "labelIds";

    public static IReadOnlyList<string> Extensions => PictureFormats.ImageExtensions;

    public IEnumerable<string> All => LabelIds is null ? [Ids, Color, Overlay] : [Ids, Color, Overlay, LabelIds];

    /// <summary>Finds the images, in subfolders too, and their places in the output folder, where the subfolders are kept.</summary>
    /// <exception cref="IOException">There is no image, two would go to the same file, or one would be written over.</exception>
    public static IReadOnlyList<PredictionFiles> Plan(string imageOrFolder, string output, bool labelIds)
    {
        var (root, images) = Find(imageOrFolder);
        if (Directory.Exists(imageOrFolder))
        {
            images = WithoutResults(images, root, Path.GetFullPath(output));
        }
        if (images.Length == 0)
        {
            throw new FileNotFoundException(
                $"There is no image ({string.Join(", ", Extensions)}) in '{imageOrFolder}' but those of '{output}'."
            );
        }

        PredictionFiles[] plan = [.. images.Select(image => For(image, Path.GetRelativePath(root, image), output, labelIds))];

        // Some file systems do not tell cases apart: what would collide there is refused everywhere.
        var owners = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string image in images)
        {
            if (!owners.TryAdd(image, image))
            {
                throw new IOException(
                    $"'{image}' and '{owners[image]}' differ in upper and lower case alone, and so would their results: rename one."
                );
            }
        }

        foreach (var files in plan)
        {
            foreach (string file in files.All)
            {
                if (!owners.TryAdd(Path.GetFullPath(file), files.Image))
                {
                    throw new IOException(
                        $"'{file}', a result of '{files.Image}', would replace '{owners[Path.GetFullPath(file)]}' or a result of "
                            + "it: rename one, or choose another --output."
                    );
                }
            }
        }

        return plan;
    }

    /// <summary>Writes the files.</summary>
    /// <returns>Whether the overlay had to be made smaller than the image.</returns>
    public bool Write(MLImage image, SegmentationMask mask)
    {
        mask.SaveIds(Ids);
        mask.SaveColors(Color);
        if (LabelIds is not null)
        {
            mask.SaveLabelIds(LabelIds, LabelMap.Cityscapes);
        }
        using var overlay = mask.Overlay(image);
        return OverlayFile.Save(Overlay, overlay);
    }

    /// <summary>Finds an image, or all images below a folder, and the folder. Subfolders that this tool wrote are left
    /// out.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public static (string Root, string[] Images) Find(string imageOrFolder)
    {
        string full = Path.GetFullPath(imageOrFolder);
        if (File.Exists(full))
        {
            return (Path.GetDirectoryName(full)!, [full]);
        }
        if (!Directory.Exists(full))
        {
            throw new FileNotFoundException($"There is no image and no folder '{imageOrFolder}'.");
        }
        string[] images = ImageFolder.List(full);
        return images.Length > 0
            ? (full, images)
            : throw new FileNotFoundException($"'{imageOrFolder}' holds no images but those that this tool wrote.");
    }

    /// <summary>The images except results of earlier runs, where these lie below their folder.</summary>
    private static string[] WithoutResults(string[] images, string root, string output)
    {
        if (Path.TrimEndingDirectorySeparator(output) == Path.TrimEndingDirectorySeparator(root))
        {
            throw new UsageException("--output must be another folder than --images: results would be taken for images the next time.");
        }
        string below = Path.TrimEndingDirectorySeparator(output) + Path.DirectorySeparatorChar;
        return [.. images.Where(path => !path.StartsWith(below, StringComparison.Ordinal))];
    }

    private static PredictionFiles For(string image, string relative, string output, bool labelIds)
    {
        string stem = Path.ChangeExtension(relative, null),
            at = Path.Combine(output, stem);
        return new(
            image,
            relative.Replace('\\', '/'),
            at + ".png",
            at + "_color.png",
            at + "_overlay.jpg",
            labelIds ? Path.Combine(output, LabelIdsFolder, stem + "_labelIds.png") : null
        );
    }
}
