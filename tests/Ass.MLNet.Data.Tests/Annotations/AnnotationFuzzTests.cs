using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>Files with bytes changed, cut off and doubled: each is read, or is an error that says so, and takes little memory.</summary>
public sealed class AnnotationFuzzTests : IDisposable
{
    private const int Variants = 250;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("coco")]
    [InlineData("coco-plain")]
    [InlineData("labelme")]
    [InlineData("cvat")]
    public void DamagedFilesAreErrorsOfTheirKind(string format)
    {
        string image = _folder.Plain("a.png", 9, 7, 0, 0, 0),
            file = _folder.At(format == "cvat" ? "x.zip" : "a.json");
        byte[] ids = [.. Enumerable.Range(0, 63).Select(i => (byte)(i / 5 % 3 == 2 ? 255 : i / 5 % 3))];
        SegmentedImage[] images = [new(image, new SegmentationMask(9, 7, ids, ["é", "b"], SegmentationPalette.Voc(1, 2)))];
        Func<SegmentationDataset> open;
        switch (format)
        {
            case "cvat":
                LabelingExport.SaveCvat(file, images, _folder.Root);
                open = () => SegmentationDataset.Cvat(file, _folder.Root);
                break;
            case "labelme":
                LabelingExport.SaveLabelMe(_folder.Root, images, _folder.Root);
                open = () => SegmentationDataset.LabelMe(_folder.Root);
                break;
            default:
                LabelingExport.SaveCoco(file, images, _folder.Root, compressed: format == "coco");
                open = () => SegmentationDataset.Coco(file);
                break;
        }

        byte[] good = File.ReadAllBytes(file);
        var random = new Random(5);
        int errors = 0;
        long before = GC.GetTotalAllocatedBytes();
        for (int i = 0; i < Variants; i++)
        {
            File.WriteAllBytes(file, Damaged(good, random));
            try
            {
                var set = open();
                errors += set.Inspect(workers: 1).Problems.Count;
            }
            catch (Exception e)
            {
                Assert.True(
                    e is InvalidDataException or IOException or InvalidOperationException or ArgumentException,
                    $"Variant {i} of {format}: {e}"
                );
                Assert.False(e is NullReferenceException or IndexOutOfRangeException or ArgumentOutOfRangeException, $"{e}");
                errors++;
            }
        }

        Assert.InRange(errors, Variants / 4, Variants);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 8L << 30);
    }

    private static byte[] Damaged(byte[] good, Random random)
    {
        byte[] bytes = [.. good];
        int at = random.Next(bytes.Length);
        switch (random.Next(5))
        {
            case 0:
                return bytes[..at];
            case 1:
                bytes[at] = (byte)random.Next(256);
                return bytes;
            case 2:
                bytes[at] = (byte)"0123456789-\"[]{},:\\u"[random.Next(20)];
                return bytes;
            case 3:
                return [.. bytes[..at], .. bytes[random.Next(at + 1)..]];
            default:
                return [.. bytes[..at], (byte)random.Next(48, 58), .. bytes[at..]];
        }
    }
}
