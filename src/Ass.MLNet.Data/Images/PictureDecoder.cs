namespace Ass.MLNet.Images;

/// <summary>A picture file whose header has been read and whose size is known to be possible.</summary>
internal abstract class PictureDecoder(int width, int height, PictureOrientation orientation) : IDisposable
{
    /// <summary>What images may be, for errors.</summary>
    public const string Readable = "JPEG, PNG, WebP, TIFF, BMP and GIF";

    /// <summary>The stored width in pixels.</summary>
    public int StoredWidth { get; } = width;

    /// <summary>The stored height in pixels.</summary>
    public int StoredHeight { get; } = height;

    /// <summary>How the stored pixels are turned when the picture is shown.</summary>
    public PictureOrientation Orientation { get; } = orientation;

    /// <summary>The size in which the picture is shown.</summary>
    public ImageSize Size => OrientedPixels.Size(StoredWidth, StoredHeight, Orientation);

    /// <summary>Bytes of the decoded picture.</summary>
    public int Length => checked(StoredWidth * StoredHeight * 4);

    /// <summary>Looks at a picture's header.</summary>
    /// <param name="file">All its bytes.</param>
    /// <exception cref="InvalidDataException">The bytes are no picture that can be read, or the header lies. The message is the end of a
    /// sentence.</exception>
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

    /// <summary>Decodes the whole picture, as it is stored, to the start of an array that holds <see cref="Length"/> bytes: B, G, R,
    /// 255.</summary>
    /// <remarks>Colours are those in the file; how transparent a pixel is, plays no part.</remarks>
    /// <exception cref="InvalidDataException">The picture is damaged or not whole. The message is the end of a sentence.</exception>
    public abstract void Decode(byte[] pixels);

    public abstract void Dispose();
}
