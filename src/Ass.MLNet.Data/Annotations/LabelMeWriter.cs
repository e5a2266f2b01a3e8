using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Ass.MLNet.Annotations;

/// <summary>Writes labelme's JSON files.</summary>
internal static class LabelMeWriter
{
    // The release whose format is written, which the files name.
    private const string Version = "5.5.0";

    private static readonly JsonWriterOptions Format = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The mask as it is to be written. A class <c>_background_</c> gets all pixels without a shape when files are read back, so
    /// that beside one ignored pixels need shapes, too: they become a class more, the last.</summary>
    /// <param name="mask">The mask.</param>
    /// <param name="polygonTolerance">How far polygons may leave the regions; <see langword="null"/>: masks.</param>
    /// <exception cref="ArgumentException">Pixels would become background when they are read back.</exception>
    public static SegmentationMask WithIgnored(SegmentationMask mask, double? polygonTolerance)
    {
        const string Background = SegmentationDataset.LabelMeBackground,
            Ignored = SegmentationDataset.LabelMeIgnored;
        if (!mask.ClassNames.Contains(Background))
        {
            return mask;
        }

        if (polygonTolerance > 0)
        {
            throw new ArgumentException(
                $"With the class '{Background}', which labelme's files give to pixels without a shape, polygons must have a tolerance "
                    + string.Create(CultureInfo.InvariantCulture, $"of 0, not of {polygonTolerance}: slits between them would be read ")
                    + "back as that class. Or write masks.",
                nameof(polygonTolerance)
            );
        }

        int ignored = mask.ClassNames.Count;
        return !mask.ClassNames.Contains(Ignored)
            ? new SegmentationMask(
                mask.Width,
                mask.Height,
                Array.ConvertAll(mask.ClassIds, id => id < ignored ? id : (byte)ignored),
                [.. mask.ClassNames, Ignored],
                mask.Palette
            )
            : throw new ArgumentException(
                $"Masks with the classes '{Background}' and '{Ignored}' cannot be written for labelme, which means other things by these "
                    + "names: rename one of the classes."
            );
    }

    /// <summary>Writes one mask for each class of an image, or a polygon for each of its regions.</summary>
    /// <param name="stream">Receives the file.</param>
    /// <param name="image">The image and its mask.</param>
    /// <param name="path">Where the file will lie; the image's path in it is relative to its folder.</param>
    /// <param name="polygonTolerance">How far polygons may leave the regions; <see langword="null"/>: masks.</param>
    public static void Write(Stream stream, NamedMask image, string path, double? polygonTolerance)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        using var json = new Utf8JsonWriter(stream, Format);
        json.WriteStartObject();
        json.WriteString("version", Version);
        json.WriteStartObject("flags");
        json.WriteEndObject();
        json.WriteStartArray("shapes");
        if (polygonTolerance is { } tolerance)
        {
            foreach (var (id, points) in RegionOutlines.Of(image.Mask, tolerance))
            {
                WriteShape(json, image.Mask.ClassNames[id], "polygon", points, null);
            }
        }
        else
        {
            foreach (var box in image.Boxes())
            {
                (double, double)[] corners = [(box.Left, box.Top), (box.Right, box.Bottom)];
                WriteShape(json, image.Mask.ClassNames[box.Id], "mask", corners, Mask(image.Mask, box));
            }
        }

        json.WriteEndArray();
        json.WriteString("imagePath", Path.GetRelativePath(folder, image.ImagePath).Replace('\\', '/'));
        json.WriteNull("imageData");
        json.WriteNumber("imageHeight", image.Mask.Height);
        json.WriteNumber("imageWidth", image.Mask.Width);
        json.WriteEndObject();
    }

    private static void WriteShape(Utf8JsonWriter json, string label, string type, IEnumerable<(double X, double Y)> points, byte[]? mask)
    {
        json.WriteStartObject();
        json.WriteString("label", label);
        json.WriteStartArray("points");
        foreach (var (x, y) in points)
        {
            json.WriteStartArray();
            json.WriteNumberValue(x);
            json.WriteNumberValue(y);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteNull("group_id");
        json.WriteString("description", "");
        json.WriteString("shape_type", type);
        json.WriteStartObject("flags");
        json.WriteEndObject();
        if (mask is null)
        {
            json.WriteNull("mask");
        }
        else
        {
            json.WriteBase64String("mask", mask);
        }

        json.WriteEndObject();
    }

    /// <summary>A grey PNG of the box, 1 where the class is.</summary>
    private static byte[] Mask(SegmentationMask mask, NamedMask.ClassBox box)
    {
        var pixels = new byte[box.Width * box.Height];
        for (int y = 0, at = 0; y < box.Height; y++)
        {
            int row = ((box.Top + y) * mask.Width) + box.Left;
            for (int x = 0; x < box.Width; x++, at++)
            {
                pixels[at] = mask.ClassIds[row + x] == box.Id ? (byte)1 : (byte)0;
            }
        }

        return SegmentationPng.Encode(pixels, box.Width, box.Height);
    }
}
