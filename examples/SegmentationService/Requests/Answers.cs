using System.Text.Json;
using System.Text.Json.Serialization;
using Ass.MLNet;
using Microsoft.ML.Data;
using SegmentationService.Models;
using SkiaSharp;

namespace SegmentationService.Requests;

/// <summary>Encodes masks as answers.</summary>
internal static class Answers
{
    /// <summary>Names in camel case; what is null is left out.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private const int JpegQuality = 90;

    /// <summary>libjpeg's <c>JPEG_MAX_DIMENSION</c>; the format itself has room for 35 pixels more.</summary>
    private const int LongestJpegSide = 65500;

    /// <param name="picture">The picture that was segmented.</param>
    /// <param name="mask">Its mask.</param>
    /// <param name="model">The model that the mask is from.</param>
    /// <param name="format">What to make of it.</param>
    /// <param name="withMask">Whether JSON contains the PNG with a palette.</param>
    public static IResult Encode(MLImage picture, SegmentationMask mask, ServedModel model, AnswerFormat format, bool withMask) =>
        format switch
        {
            AnswerFormat.Ids => Png(mask.EncodeIds()),
            AnswerFormat.Colors => Png(mask.EncodeColors()),
            AnswerFormat.Json => Results.Json(Count(mask, model.Palette, withMask), Json),
            AnswerFormat.OverlayJpeg when Math.Max(mask.Width, mask.Height) <= LongestJpegSide => Overlay(
                picture,
                mask,
                SKEncodedImageFormat.Jpeg,
                "image/jpeg"
            ),
            _ => Overlay(picture, mask, SKEncodedImageFormat.Png, "image/png"),
        };

    private static IResult Png(byte[] file) => Results.Bytes(file, "image/png");

    private static JsonAnswer Count(SegmentationMask mask, SegmentationPalette palette, bool withMask)
    {
        var pixels = new int[byte.MaxValue + 1];
        foreach (byte id in mask.ClassIds)
        {
            pixels[id]++;
        }

        return new JsonAnswer(
            mask.Width,
            mask.Height,
            [
                .. mask.ClassNames.Select(
                    (name, id) =>
                        new ClassShare(
                            id,
                            name,
                            ClassShare.Hex(palette.Colors[id]),
                            pixels[id],
                            Math.Round((double)pixels[id] / mask.ClassIds.Length, 6)
                        )
                ),
            ],
            withMask ? mask.EncodeColors() : null
        );
    }

    private static IResult Overlay(MLImage picture, SegmentationMask mask, SKEncodedImageFormat format, string type)
    {
        using var overlay = mask.Overlay(picture, legend: false);
        var order = overlay.PixelFormat == MLPixelFormat.Bgra32 ? SKColorType.Bgra8888 : SKColorType.Rgba8888;
        using var pixels = SKImage.FromPixelCopy(new SKImageInfo(overlay.Width, overlay.Height, order, SKAlphaType.Opaque), overlay.Pixels);
        using var file = pixels.Encode(format, JpegQuality);
        return Results.Bytes(file.ToArray(), type);
    }
}
