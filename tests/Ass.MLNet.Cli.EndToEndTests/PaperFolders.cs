namespace Ass.MLNet.Tests;

/// <summary>The paper's data sets in their true layouts and encodings, with tiny pictures.</summary>
internal static class PaperFolders
{
    private const int Width = 40;
    private const int Height = 32;

    /// <summary>Cityscapes' label ids of road, car, sky and person, and SYNTHIA's.</summary>
    private static readonly byte[] LabelIds = [7, 26, 23, 24];
    private static readonly byte[] SynthiaIds = [3, 8, 1, 10];

    public static string WriteGta5(TestFolder folder, int count = 3)
    {
        for (int i = 0; i < count; i++)
        {
            var png = new PngEncoder(Width, Height, depth: 8, colorType: 3)
            {
                Palette = [.. Enumerable.Range(0, 3 * 35).Select(v => (byte)(v * 2))],
            };
            Image(folder, $"gta5/images/{i:00000}.png", i);
            folder.Bytes($"gta5/labels/{i:00000}.png", png.Encode((x, y, _) => LabelIds[Part(x, y, i)]));
        }

        return Path.Combine(folder.Root, "gta5");
    }

    public static string WriteSynthia(TestFolder folder, int count = 3)
    {
        for (int i = 0; i < count; i++)
        {
            var png = new PngEncoder(Width, Height, depth: 16, colorType: 2);
            Image(folder, $"synthia/RGB/{i:0000000}.png", i);
            folder.Bytes($"synthia/GT/LABELS/{i:0000000}.png", png.Encode((x, y, channel) => channel == 0 ? SynthiaIds[Part(x, y, i)] : 0));
        }

        return Path.Combine(folder.Root, "synthia");
    }

    public static string WriteCityscapes(TestFolder folder, int train = 4, int val = 2)
    {
        foreach (var (split, count) in new[] { ("train", train), ("val", val) })
        {
            for (int i = 0; i < count; i++)
            {
                string name = $"{split}/ulm/ulm_{i:000000}_000019";
                Image(folder, $"cityscapes/leftImg8bit/{name}_leftImg8bit.png", i + 10);
                folder.Grey(
                    $"cityscapes/gtFine/{name}_gtFine_labelIds.png",
                    Width,
                    [.. Enumerable.Range(0, Width * Height).Select(p => LabelIds[Part(p % Width, p / Width, i)])]
                );
            }
        }

        return Path.Combine(folder.Root, "cityscapes");
    }

    private static int Part(int x, int y, int index) => (x + index * 3) / 20 % 2 + 2 * (y / 16);

    private static void Image(TestFolder folder, string relative, int index)
    {
        using var image = TestImages.Bgr(
            Width,
            [
                .. Enumerable
                    .Range(0, Width * Height * 3)
                    .Select(v => (byte)(v / 3 % Width * 5 + 60 * Part(v / 3 % Width, v / 3 / Width, index) + index)),
            ]
        );
        image.Save(folder.At(relative));
    }
}
