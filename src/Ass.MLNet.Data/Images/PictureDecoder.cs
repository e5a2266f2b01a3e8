namespace Ass.MLNet.Images;

/// <summary>An image file whose header has been read and whose size has been checked for plausibility.</summary>
internal abstract class PictureDecoder(int width, int height, PictureOrientation orientation) : IDisposable
{
    /// <summary>The supported image formats, for error messages.</summary>
    public const string Readable = "JPEG, PNG, WebP, TIFF, BMP and GIF";

    /// <summary>The stored width in pixels.</summary>
    public int StoredWidth { get; } = width;

    /// <summary>The stored height in pixels.</summary>
    public int StoredHeight { get; } = height;

    /// <summary>The orientation in which the stored pixels are displayed.</summary>
    public PictureOrientation Orientation { get; } = orientation;

    /// <summary>The display size.</summary>
    public ImageSize Size => OrientedPixels.Size(StoredWidth, StoredHeight, Orientation);

    /// <summary>The number of bytes of the decoded image.</summary>
    public int Length => checked(StoredWidth * StoredHeight * 4);

    /// <summary>Reads the header of an image.</summary>
    /// <param name="file">All bytes of the file.</param>
    /// <exception cref="InvalidDataException">The bytes are not an image in a supported format, or the header is not plausible. The message
    /// is the end of a sentence.</exception>
    public static PictureDecoder Open(ArraySegment<byte> file) =>
        PictureSignature.Of(file) switch
        {
            PictureKind.Tiff => TiffPictureDecoder.OpenTiff(file),
            PictureKind.Png
            or PictureKind.Jpeg
            or PictureKind.Bmp
            or PictureKind.Gif
            or PictureKind.WebPLossless
            or PictureKind.WebPLossy
            or PictureKind.Unknown => SkiaPictureDecoder.OpenOther(file),
            _ => throw PictureSignature.Refuse(file, Readable),
        };

    /// <summary>Decodes the whole image, in its stored orientation, to the start of an array of at least <see cref="Length"/> bytes: B, G,
    /// R, 255.</summary>
    /// <remarks>Colours are taken as stored, regardless of alpha.</remarks>
    /// <exception cref="InvalidDataException">The image is damaged or incomplete. The message is the end of a sentence.</exception>
    public abstract void Decode(byte[] pixels);

    public abstract void Dispose();
}
