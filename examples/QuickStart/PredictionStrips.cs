using Ass.MLNet;
using Microsoft.ML.Data;
using QuickStart.Scenes;
using SkiaSharp;

namespace QuickStart;

/// <summary>Writes strips: image | truth | before | after.</summary>
internal static class PredictionStrips
{
    public static void Write(string folder, string dataset, int count, AssSegmentationTransformer before, AssSegmentationTransformer after)
    {
        Directory.CreateDirectory(folder);
        var palette = SegmentationPalette.ForClasses(StreetClasses.Names);
        foreach (var path in Directory.GetFiles(Path.Combine(dataset, "images")).Order().Take(count))
        {
            string stem = Path.GetFileNameWithoutExtension(path);
            using var image = MLImage.CreateFromFile(path);
            using var label = MLImage.CreateFromFile(Path.Combine(dataset, "labels", stem + ".png"));
            using var truth = palette.Colorize(label);
            using var first = before.Segment(image).Colorize();
            using var second = after.Segment(image).Colorize();
            using var strip = new SKBitmap(image.Width * 4, image.Height);
            using (var canvas = new SKCanvas(strip))
            {
                foreach (var (picture, i) in new[] { image, truth, first, second }.Select((p, i) => (p, i)))
                {
                    using var bitmap = ToBitmap(picture);
                    canvas.DrawBitmap(bitmap, i * image.Width, 0);
                }
            }

            using var file = File.Create(Path.Combine(folder, stem + ".png"));
            strip.Encode(file, SKEncodedImageFormat.Png, 100);
        }
    }

    private static SKBitmap ToBitmap(MLImage image)
    {
        var order = image.PixelFormat == MLPixelFormat.Rgba32 ? SKColorType.Rgba8888 : SKColorType.Bgra8888;
        var bitmap = new SKBitmap(new SKImageInfo(image.Width, image.Height, order, SKAlphaType.Opaque));
        System.Runtime.InteropServices.Marshal.Copy(image.Pixels.ToArray(), 0, bitmap.GetPixels(), image.Pixels.Length);
        return bitmap;
    }
}
