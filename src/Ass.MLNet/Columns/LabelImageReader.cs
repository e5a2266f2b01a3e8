using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ass.MLNet;

/// <summary>Reads labels from a column of images whose grey value is the train id; alpha is not looked at.</summary>
internal static class LabelImageReader
{
    public static Func<LabelMask?> Create(DataViewRow row, DataViewSchema.Column column)
    {
        var read = ImageColumn.CreateReader(row, column);
        return () => read() is { } image ? FromGrey(image, $"row {row.Position}, column '{column.Name}'") : null;
    }

    /// <summary>The grey values of an image.</summary>
    /// <exception cref="InvalidOperationException">A pixel's red, green and blue differ.</exception>
    public static LabelMask FromGrey(MLImage image, string where)
    {
        // Whether blue or red comes first makes no difference to grey; the alpha byte is always the last.
        var pixels = MemoryMarshal.Cast<byte, uint>(image.Pixels);
        byte[] ids = PixelBuffers.Take(pixels.Length);
        uint difference = 0;
        for (int i = 0; i < ids.Length; i++)
        {
            uint pixel = pixels[i];
            difference |= pixel ^ (pixel >> 8);
            ids[i] = (byte)pixel;
        }

        // Bytes 0 and 1 of the differences compare the first colour with the second and the second with the third.
        if ((difference & 0xFFFF) != 0)
        {
            throw NotGrey(image, where);
        }

        return new LabelMask(image.Width, image.Height, ids);
    }

    private static InvalidOperationException NotGrey(MLImage image, string where)
    {
        var pixels = BgrImage.FromMLImage(image).Pixels;
        int at = 0;
        while (pixels[at] == pixels[at + 1] && pixels[at + 1] == pixels[at + 2])
        {
            at += 3;
        }

        int index = at / 3;
        return new InvalidOperationException(
            $"The label in {where} is not grey: pixel ({index % image.Width}, {index / image.Width}) is R {pixels[at + 2]}, G {pixels[at + 1]}, B {pixels[at]}. "
            + "A label's grey value is the train id. The usual cause is a picture of class colours, or a palette PNG, which LoadImages turns into colours; LoadSegmentationLabels keeps its ids.");
    }
}
