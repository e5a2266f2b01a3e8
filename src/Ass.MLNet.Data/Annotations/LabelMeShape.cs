using System.Text.Json;
using Ass.MLNet.Images;
using Ass.MLNet.Labels;

namespace Ass.MLNet.Annotations;

/// <summary>A shape of labelme that covers an area.</summary>
/// <param name="draw">Draws it.</param>
internal sealed class LabelMeShape(Action<LabelCanvas> draw)
{
    /// <summary>Draws the shape over what is there.</summary>
    public void Draw(LabelCanvas canvas) => draw(canvas);

    /// <summary>Reads a shape.</summary>
    /// <param name="item">The object in the file.</param>
    /// <param name="what">The shape in errors.</param>
    /// <param name="id">The train id.</param>
    /// <returns><see langword="null"/> for an ignored shape without an area, such as a line.</returns>
    /// <exception cref="InvalidDataException">It is damaged, or covers no area; the message is the end of a sentence.</exception>
    public static LabelMeShape? Parse(JsonElement item, string what, byte id)
    {
        string type = LabelJson.Member(item, "shape_type") is null
            ? "polygon"
            : LabelJson.Member(item, "shape_type", JsonValueKind.String, what).GetString()!;
        var points = Points(item, what);
        switch (type)
        {
            case "polygon":
            case "oriented_rectangle":
                CheckCount(points.Length >= 3, "at least 3");
                return new LabelMeShape(canvas => OutlinedShapes.DrawPolygon(points, canvas, id));
            case "rectangle":
                CheckCount(points.Length == 2, "2");
                return new LabelMeShape(canvas => OutlinedShapes.DrawRectangle(points[0], points[1], canvas, id));
            case "circle":
                CheckCount(points.Length == 2, "2");
                return new LabelMeShape(canvas => OutlinedShapes.DrawCircle(points[0], points[1], canvas, id));
            case "mask":
                CheckCount(points.Length == 2, "2");
                return new LabelMeShape(Mask(item, points, what, id));
            case "line" or "linestrip" or "point" or "points" when id == LabelMask.Ignored:
                return null;
            default:
                throw new InvalidDataException(
                    $"{what} is of the type '{type}', which covers no area: expected polygon, rectangle, circle or mask; a label that is "
                        + "no class can be named among those that are ignored"
                );
        }

        void CheckCount(bool isRight, string expected)
        {
            if (!isRight)
            {
                throw new InvalidDataException($"{what} has {points.Length} points, but a {type} has {expected}");
            }
        }
    }

    private static (double X, double Y)[] Points(JsonElement item, string what) =>
        [
            .. LabelJson
                .Member(item, "points", JsonValueKind.Array, what)
                .EnumerateArray()
                .Select(point =>
                    point.ValueKind == JsonValueKind.Array && point.GetArrayLength() == 2
                        ? (LabelJson.Coordinate(point[0], what), LabelJson.Coordinate(point[1], what))
                        : throw new InvalidDataException($"{what} has the point {LabelJson.Shown(point)}; expected [x, y]")
                ),
        ];

    /// <summary>A picture, in base 64, of the box between two points, both of which lie in it.</summary>
    private static Action<LabelCanvas> Mask(JsonElement item, (double X, double Y)[] points, string what, byte id)
    {
        int left = (int)points[0].X,
            top = (int)points[0].Y;
        var box = (Width: (int)points[1].X - left + 1, Height: (int)points[1].Y - top + 1);
        var text = LabelJson.Member(item, "mask", JsonValueKind.String, what);
        if (!text.TryGetBytesFromBase64(out byte[]? file))
        {
            throw new InvalidDataException($"the mask of {what} is not in base 64");
        }

        RawLabel mask;
        try
        {
            using (var decoder = PictureDecoder.Open(file))
            {
                if ((decoder.StoredWidth, decoder.StoredHeight) != box)
                {
                    throw new InvalidDataException(
                        $"it has {decoder.StoredWidth}x{decoder.StoredHeight} pixels, but the box of its points {box.Width}x{box.Height}"
                    );
                }
            }

            mask = LabelFile.Decode(file, LabelChannel.Grey, asColors: false);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"the mask of {what} cannot be read: {e.Message}", e);
        }

        return canvas =>
        {
            for (int y = 0; y < mask.Height; y++)
            {
                int row = y * mask.Width;
                for (int x = 0, start = 0; x <= mask.Width; x++)
                {
                    if (x == mask.Width || (mask.Bytes?[row + x] ?? mask.Words![row + x]) == 0)
                    {
                        canvas.FillRow(top + y, left + start, left + x - 1, id);
                        start = x + 1;
                    }
                }
            }

            mask.GiveBack();
        };
    }
}
