using System.Runtime.InteropServices;
using Microsoft.ML.Data;

namespace Ass.MLNet.Images;

/// <summary>Detects images whose colours have been multiplied by an alpha of 0.</summary>
internal static class TransparentPicture
{
    /// <summary>
    /// Checks that an image is not black and transparent everywhere. Single transparent pixels are fine: <c>ResizeImages</c> pads with
    /// them.
    /// </summary>
    /// <exception cref="InvalidOperationException">No pixel has a colour; <paramref name="where"/> names the image in the
    /// message.</exception>
    public static void Check(MLImage image, string where)
    {
        if (!MemoryMarshal.Cast<byte, uint>(image.Pixels).ContainsAnyExcept(0u))
        {
            throw new InvalidOperationException(
                $"The image in {where} is black and transparent everywhere. The usual cause is a file with an alpha of 0 "
                    + "(simulators write them): ML.NET's LoadImages and MLImage.CreateFromFile multiply its colours by that. Data "
                    + "sets (LoadSegmentation) and ImageFile.Read keep them; or save the file without alpha."
            );
        }
    }
}
