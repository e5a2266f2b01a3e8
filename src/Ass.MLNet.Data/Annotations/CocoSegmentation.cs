using System.Text.Json;

namespace Ass.MLNet.Annotations;

/// <summary>Draws the <c>segmentation</c> of COCO's annotations: polygons, or run lengths as a list or as text. Messages are ends of
/// sentences.</summary>
internal static class CocoSegmentation
{
    /// <summary>Draws a segmentation over what is there.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or does not fit the image.</exception>
    public static void Draw(JsonElement segmentation, LabelCanvas canvas, byte id)
    {
        switch (segmentation.ValueKind)
        {
            case JsonValueKind.Array:
                // All parts are looked at before the first is drawn.
                foreach (double[] polygon in segmentation.EnumerateArray().Select(Polygon).ToArray())
                {
                    CocoPolygon.Draw(polygon, canvas, id);
                }

                break;
            case JsonValueKind.Object:
                CheckSize(segmentation, canvas.Size);
                RunLengths.Draw(Runs(segmentation), canvas, id);
                break;
            default:
                throw new InvalidDataException(
                    $"its segmentation must be a list of polygons, or an object of run lengths, but is {LabelJson.Shown(segmentation)}"
                );
        }
    }

    private static double[] Polygon(JsonElement item, int index)
    {
        string what = $"polygon {index + 1}";
        return item.ValueKind == JsonValueKind.Array && item.GetArrayLength() is >= 6 and var count && count % 2 == 0
            ? [.. item.EnumerateArray().Select(number => LabelJson.Coordinate(number, what))]
            : throw new InvalidDataException($"{what} must be a list of x and y of 3 points or more, but is {LabelJson.Shown(item)}");
    }

    private static void CheckSize(JsonElement segmentation, ImageSize size)
    {
        var given = LabelJson.Member(segmentation, "size", JsonValueKind.Array, "its segmentation");
        long[] sides =
        [
            .. given
                .EnumerateArray()
                .Select(side => side.ValueKind == JsonValueKind.Number && side.TryGetInt64(out long pixels) ? pixels : -1),
        ];
        if (sides is not [var height, var width] || height != size.Height || width != size.Width)
        {
            throw new InvalidDataException(
                $"the size of its run lengths must be [{size.Height}, {size.Width}], height and width of its image, but is "
                    + LabelJson.Shown(given)
            );
        }
    }

    private static List<long> Runs(JsonElement segmentation)
    {
        var counts = LabelJson.Member(segmentation, "counts")
            ?? throw new InvalidDataException("its segmentation has no 'counts', a list or a text of run lengths");
        return counts.ValueKind switch
        {
            JsonValueKind.String => RunLengths.Unpack(counts.GetString()!),
            JsonValueKind.Array =>
            [
                .. counts
                    .EnumerateArray()
                    .Select(run =>
                        run.ValueKind == JsonValueKind.Number && run.TryGetInt64(out long length)
                            ? length
                            : throw new InvalidDataException($"one of its run lengths is {LabelJson.Shown(run)}; expected whole numbers")
                    ),
            ],
            _ => throw new InvalidDataException($"its 'counts' must be a list or a text of run lengths, but is {LabelJson.Shown(counts)}"),
        };
    }
}
