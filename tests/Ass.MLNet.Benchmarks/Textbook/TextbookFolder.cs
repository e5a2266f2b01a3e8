using SkiaSharp;

namespace Ass.MLNet.Benchmarks;

/// <summary>A folder of images, one after the other: decode, segment, encode.</summary>
internal sealed class TextbookFolder(ImageFolder folder, StepSetting setting) : IWork
{
    private readonly TextbookScoring _scoring = new(setting);

    public void Run()
    {
        foreach (string path in folder.Images)
        {
            using var bitmap = SKBitmap.Decode(path);
            byte[] colors = bitmap.Bytes;
            var pixels = new byte[bitmap.Width * bitmap.Height * 3];
            for (int i = 0; i < pixels.Length; i++)
            {
                pixels[i] = colors[(i / 3 * 4) + (i % 3)];
            }

            byte[] ids = _scoring.Segment(pixels);
            using var mask = SKImage.FromPixelCopy(new SKImageInfo(bitmap.Width, bitmap.Height, SKColorType.Gray8), ids);
            using var png = mask.Encode(SKEncodedImageFormat.Png, 100);
            using var file = File.Create(folder.Result("textbook", path, ".png"));
            png.SaveTo(file);
        }
    }

    public void Dispose() => _scoring.Dispose();
}
