using System.Globalization;
using SkiaSharp;

namespace QuickStart.Scenes;

/// <summary>Writes scenes as an ordinary folder data set.</summary>
internal static class SceneFolder
{
    private const int ImageQuality = 95;

    /// <summary>
    /// Writes <c>images/000000.jpg</c>, …, <c>labels/000000.png</c>, … (8-bit grey train ids, 255 = ignored) and <c>classes.txt</c>
    /// (one class name a line, in train-id order). Files of the same name are replaced.
    /// </summary>
    /// <param name="root">The folder; made if absent.</param>
    /// <param name="style">The domain.</param>
    /// <param name="count">Number of scenes.</param>
    /// <param name="seed">Seed of the first scene; the others have the seeds that follow.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="labels">Whether to write labels; without them the folder is an unlabelled data set.</param>
    public static void Write(string root, SceneStyle style, int count, int seed, int width, int height, bool labels = true)
    {
        string images = Directory.CreateDirectory(Path.Combine(root, "images")).FullName;
        string masks = Path.Combine(root, "labels");
        if (labels)
        {
            Directory.CreateDirectory(masks);
        }

        File.WriteAllLines(Path.Combine(root, "classes.txt"), StreetClasses.Names);
        var renderer = new StreetRenderer(style, width, height);
        Parallel.For(0, count, i =>
        {
            using StreetScene scene = renderer.Render(seed + i);
            string name = i.ToString("D6", CultureInfo.InvariantCulture);
            Save(scene.Image, SKEncodedImageFormat.Jpeg, Path.Combine(images, name + ".jpg"));
            if (labels)
            {
                using SKBitmap mask = ToGrey(scene);
                Save(mask, SKEncodedImageFormat.Png, Path.Combine(masks, name + ".png"));
            }
        });
    }

    private static SKBitmap ToGrey(StreetScene scene)
    {
        var mask = new SKBitmap(new SKImageInfo(scene.Width, scene.Height, SKColorType.Gray8, SKAlphaType.Opaque));
        for (int y = 0; y < scene.Height; y++)
        {
            // Rows of a bitmap can be padded.
            System.Runtime.InteropServices.Marshal.Copy(scene.Labels, y * scene.Width, mask.GetPixels() + (y * mask.RowBytes), scene.Width);
        }

        return mask;
    }

    private static void Save(SKBitmap bitmap, SKEncodedImageFormat format, string path)
    {
        using FileStream file = File.Create(path);
        bitmap.Encode(file, format, ImageQuality);
    }
}
