using System.Runtime.InteropServices;
using Ass.MLNet.Images;
using Microsoft.ML.Data;

namespace Ass.MLNet.Labels;

/// <summary>Reads labels from images whose grey value is the train id.</summary>
/// <remarks>
/// ML.NET premultiplies decoded images by alpha, so ids under a partial alpha are lost, which is an error. An alpha of 0 everywhere comes
/// from buffers whose fourth byte was never set, unless all other bytes are 0 too.
/// </remarks>
internal static class LabelImageReader
{
    /// <summary>Returns the grey values of an image.</summary>
    /// <exception cref="InvalidOperationException">A pixel's red, green and blue differ, or alpha has corrupted the ids.</exception>
    public static LabelMask FromGrey(MLImage image, string where)
    {
        // For grey it does not matter whether blue or red comes first; the alpha byte is always the last.
        var pixels = MemoryMarshal.Cast<byte, uint>(image.Pixels);
        byte[] ids = PixelBuffers.Take(pixels.Length);
        uint difference = 0,
            all = uint.MaxValue,
            any = 0;
        for (int i = 0; i < ids.Length; i++)
        {
            uint pixel = pixels[i];
            all &= pixel;
            any |= pixel;
            difference |= pixel ^ (pixel >> 8);
            ids[i] = (byte)pixel;
        }

        // Bytes 0 and 1 of the differences compare the first colour with the second and the second with the third.
        if ((difference & 0xFFFF) != 0)
        {
            throw NotGrey(image, where);
        }

        if (all >> 24 != byte.MaxValue && (any >> 24 != 0 || any == 0))
        {
            throw new InvalidOperationException(
                $"The label in {where} has transparent pixels. ML.NET multiplies what it loads by alpha, and pads with "
                    + "transparent black, so that ids are lost: load labels with LoadSegmentationLabels and resize them with "
                    + "SourceSize and TargetSize, or save them without alpha. Images made in memory need an alpha of 255."
            );
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
            $"The label in {where} is not grey: pixel ({index % image.Width}, {index / image.Width}) is R {pixels[at + 2]}, G "
                + $"{pixels[at + 1]}, B {pixels[at]}. A label's grey value is the train id. The usual cause is a picture of class "
                + "colours, or a palette PNG, which LoadImages turns into colours; LoadSegmentationLabels keeps its ids."
        );
    }
}
