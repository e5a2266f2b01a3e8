using System.Text.Json;
using Ass.MLNet.Labels;

namespace Ass.MLNet.Annotations;

/// <summary>A label that is drawn from annotations of COCO's file, one over another in the order of the file.</summary>
/// <param name="file">The file.</param>
/// <param name="image">The image.</param>
/// <param name="imagePath">Its file.</param>
/// <param name="annotations">Its annotations in the order of the file.</param>
/// <param name="background">The train id of pixels without an annotation.</param>
internal sealed class CocoLabel(
    CocoFile file,
    CocoImage image,
    string imagePath,
    IReadOnlyList<CocoAnnotation> annotations,
    byte background
) : LabelSource($"{file.Path}, image {image.Id} ({image.File})")
{
    protected override ImageSize FindSize() => image.Size;

    protected override RawLabel Draw(LabelChannel channel, bool asColors)
    {
        using var stream = file.Open();
        var canvas = LabelCanvas.For(image.Size, background, imagePath);
        try
        {
            foreach (var annotation in annotations)
            {
                Draw(Read(stream, annotation), annotation.TrainId, canvas);
            }
        }
        catch (Exception e) when (LabelJson.IsDamage(e))
        {
            throw LabelJson.Damaged(e);
        }

        return canvas.ToLabel();
    }

    private static byte[] Read(FileStream stream, CocoAnnotation annotation)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(annotation.Length);
        stream.Position = annotation.Offset;
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static void Draw(byte[] bytes, byte trainId, LabelCanvas canvas)
    {
        using var document = JsonDocument.Parse(bytes);
        var item = document.RootElement;
        string what = LabelJson.Member(item, "id") is { ValueKind: JsonValueKind.Number } id
            ? $"annotation {id.GetRawText()}"
            : "an annotation";
        try
        {
            CocoSegmentation.Draw(item.GetProperty("segmentation"), canvas, trainId);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{what}: {e.Message}", e);
        }
    }
}
