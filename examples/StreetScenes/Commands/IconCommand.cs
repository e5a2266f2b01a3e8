using System.CommandLine;
using Ass.MLNet;
using SkiaSharp;

namespace StreetScenes;

/// <summary><c>icon</c>: a scene whose left half is the picture and whose right half is its labels in colour.</summary>
internal static class IconCommand
{
    // Drawn larger and scaled down: an icon wants few, smooth details.
    private const int Oversampling = 4;

    public static Command Create()
    {
        var output = new Option<string>("--output")
        {
            Description = "The PNG file.",
            HelpName = "FILE",
            Required = true,
        };
        var seed = new WholeNumberOption("--seed", int.MinValue, int.MaxValue) { Description = "The scene.", DefaultValueFactory = _ => 1 };
        var side = new WholeNumberOption("--side", StreetRenderer.SmallestSize, StreetRenderer.LargestSize / Oversampling)
        {
            Description = "Width and height in pixels.",
            DefaultValueFactory = _ => 128,
        };
        var style = new StyleOption("--style");
        var command = new Command("icon", "Draws a square picture, half scene and half segmentation.") { output, seed, side, style };
        command.SetAction(result =>
        {
            byte[] png = Draw(result.GetValue(seed), result.GetValue(side), result.GetValue(style));
            SceneFiles.Write(result.GetRequiredValue(output), png);
            return ExitCode.Success;
        });
        return command;
    }

    private static byte[] Draw(int seed, int side, StreetStyle? style)
    {
        int large = side * Oversampling;
        StreetScene scene = StreetRenderer.Render(StreetRenderer.SceneSeed(seed, 0), large, large, style);
        byte[] labels = SegmentationPalette.CamVid.Colorize(scene.Labels, large, large).GetBGRPixels;
        for (int y = 0; y < large; y++)
        {
            for (int x = large / 2; x < large; x++)
            {
                int at = (y * large) + x;
                labels.AsSpan(at * 3, 3).CopyTo(scene.Pixels.AsSpan(at * 4));
            }
        }

        using SKBitmap bitmap = SKBitmap.Decode(SceneFiles.EncodePng(scene));
        using SKBitmap small = bitmap.Resize(new SKImageInfo(side, side), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        using var rounded = SKSurface.Create(new SKImageInfo(side, side, SKColorType.Rgba8888, SKAlphaType.Premul));
        using var shape = new SKPath();
        shape.AddRoundRect(SKRect.Create(side, side), side / 8f, side / 8f);
        rounded.Canvas.ClipPath(shape, antialias: true);
        rounded.Canvas.DrawBitmap(small, 0, 0);
        using SKImage image = rounded.Snapshot();
        using SKData png = image.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }
}
