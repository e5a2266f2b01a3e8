using Ass.MLNet;
using Microsoft.ML.Data;
using SkiaSharp;

namespace AssCli;

/// <summary>The files that one image's prediction goes to.</summary>
internal sealed record PredictionFiles(string Image, string Ids, string Color, string Overlay)
{
    public static string[] Extensions { get; } = [".jpg", ".jpeg", ".png", ".bmp"];

    /// <summary>Finds the images and their places in the output folder.</summary>
    /// <exception cref="IOException">There is no image, two would go to the same file, or one would be written over.</exception>
    public static IReadOnlyList<PredictionFiles> Plan(string imageOrFolder, string output)
    {
        string[] images = File.Exists(imageOrFolder) ? [imageOrFolder]
            : Directory.Exists(imageOrFolder) ? [.. Directory.EnumerateFiles(imageOrFolder).Where(IsImage).Order(StringComparer.Ordinal)]
            : throw new FileNotFoundException($"There is no image and no folder '{imageOrFolder}'.");
        if (images.Length == 0)
            throw new FileNotFoundException($"There is no image ({string.Join(", ", Extensions)}) in '{imageOrFolder}'.");

        PredictionFiles[] plan = [.. images.Select(image => For(image, output))];

        // Some file systems do not tell cases apart: what would collide there is refused everywhere.
        var owners = images.ToDictionary(Path.GetFullPath, image => image, StringComparer.OrdinalIgnoreCase);
        foreach (var files in plan)
        {
            foreach (string file in new[] { files.Ids, files.Color, files.Overlay })
            {
                if (!owners.TryAdd(Path.GetFullPath(file), files.Image))
                    throw new IOException($"'{file}', a result of '{files.Image}', would replace '{owners[Path.GetFullPath(file)]}' or a result of it: rename one, or choose another --output.");
            }
        }

        return plan;
    }

    public void Write(MLImage image, SegmentationMask mask)
    {
        AtomicFile.Write(Ids, file => WriteGrey(file, mask));
        using (var color = mask.Colorize())
            AtomicFile.Write(Color, color.Save);
        using var overlay = SegmentationPalette.ForClasses(mask.ClassNames).Overlay(image, mask.ClassIds);
        AtomicFile.Write(Overlay, overlay.Save);
    }

    private static bool IsImage(string path) => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    private static PredictionFiles For(string image, string output)
    {
        string stem = Path.Combine(output, Path.GetFileNameWithoutExtension(image));
        return new(image, stem + ".png", stem + "_color.png", stem + "_overlay.jpg");
    }

    /// <summary>One 8-bit channel whose value is the class id, as label files have it; <c>MLImage</c> can only be saved with colours.</summary>
    private static void WriteGrey(string file, SegmentationMask mask)
    {
        using var image = SKImage.FromPixelCopy(new SKImageInfo(mask.Width, mask.Height, SKColorType.Gray8, SKAlphaType.Opaque), mask.ClassIds, mask.Width);
        using var png = image.Encode(SKEncodedImageFormat.Png, quality: 100);
        using var stream = File.Create(file);
        png.SaveTo(stream);
    }
}
