namespace Ass.MLNet.Images;

/// <summary>Detects that a label does not fit its image because one of them is turned.</summary>
internal static class TurnedPicture
{
    /// <summary>A hint to append to an error about two sizes: a sentence with a leading space, or nothing if turning would not
    /// help.</summary>
    public static string Hint(ImageSize image, ImageSize label) =>
        image.Width != image.Height && (image.Width, image.Height) == (label.Height, label.Width)
            ? " Width and height are exchanged: the usual cause is an EXIF orientation in the image file. Data sets and "
                + "ImageFile.Read turn such an image to the way it is shown (ML.NET's LoadImages does not), and its label must lie "
                + "the same way: turn the label, or store the image upright without that orientation."
            : "";
}
