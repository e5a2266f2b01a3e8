using System.Text.Encodings.Web;
using System.Text.Json;

namespace Ass.MLNet.Annotations;

/// <summary>Writes COCO's JSON file.</summary>
internal static class CocoWriter
{
    // Compressed run lengths use most signs of ASCII, which would take six bytes each where they are escaped.
    private static readonly JsonWriterOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one annotation for each class of an image.</summary>
    /// <remarks>Annotations come first in the file, since the images are known only once all masks were taken.</remarks>
    public static void Write(Stream stream, IEnumerable<NamedMask> masks, bool compressed)
    {
        using var json = new Utf8JsonWriter(stream, Format);
        var images = new List<(string Name, int Width, int Height)>();
        IReadOnlyList<string> classes = [];
        int annotation = 0;
        json.WriteStartObject();
        json.WriteStartArray("annotations");
        foreach (var image in masks)
        {
            var mask = image.Mask;
            classes = mask.ClassNames;
            images.Add((image.Name, mask.Width, mask.Height));
            var runs = RunLengths.OfIds(mask.ClassIds, mask.Width, mask.Height);
            foreach (var box in image.Boxes())
            {
                json.WriteStartObject();
                json.WriteNumber("id", ++annotation);
                json.WriteNumber("image_id", images.Count);
                json.WriteNumber("category_id", box.Id + 1);
                json.WriteStartObject("segmentation");
                WriteNumbers(json, "size", mask.Height, mask.Width);
                if (compressed)
                {
                    json.WriteString("counts", RunLengths.Pack(runs[box.Id]));
                }
                else
                {
                    WriteNumbers(json, "counts", [.. runs[box.Id]]);
                }

                json.WriteEndObject();
                json.WriteNumber("area", box.Pixels);
                WriteNumbers(json, "bbox", box.Left, box.Top, box.Width, box.Height);
                json.WriteNumber("iscrowd", 1);
                json.WriteEndObject();
            }

            json.Flush();
        }

        json.WriteEndArray();
        json.WriteStartArray("images");
        for (int i = 0; i < images.Count; i++)
        {
            json.WriteStartObject();
            json.WriteNumber("id", i + 1);
            json.WriteString("file_name", images[i].Name);
            json.WriteNumber("width", images[i].Width);
            json.WriteNumber("height", images[i].Height);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("categories");
        for (int id = 0; id < classes.Count; id++)
        {
            json.WriteStartObject();
            json.WriteNumber("id", id + 1);
            json.WriteString("name", classes[id]);
            json.WriteString("supercategory", "");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, params ReadOnlySpan<int> numbers)
    {
        json.WriteStartArray(name);
        foreach (int number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }
}
