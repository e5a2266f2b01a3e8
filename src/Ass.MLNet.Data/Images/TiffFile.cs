using BitMiracle.LibTiff.Classic;

namespace Ass.MLNet.Images;

/// <summary>A TIFF file with one image whose samples are integers of 1–16 bits.</summary>
/// <remarks>
/// Files are not trusted: offsets, counts and sizes in the directory are checked before LibTiff allocates memory for them, and any
/// exception from LibTiff is reported as an error in the file.
/// </remarks>
internal sealed class TiffFile : IDisposable
{
    // As for other formats. Only blank images are packed more densely; their values are harmless as long as they take this many bytes.
    private const long MostPixelsPerByte = 8256;
    private const long Harmless = 1 << 24;
    private const int MostDirectories = 256;
    private const int MostChannels = 16;

    private readonly Tiff _tiff;
    private readonly TiffBytes _bytes;

    private TiffFile(Tiff tiff, TiffBytes bytes) => (_tiff, _bytes) = (tiff, bytes);

    public int Width { get; private init; }

    public int Height { get; private init; }

    /// <summary>The number of samples per pixel, including those beyond the colours.</summary>
    public int Channels { get; private init; }

    /// <summary>The number of bits per sample: 1, 2, 4, 8 or 16.</summary>
    public int Bits { get; private init; }

    public Photometric Photometric { get; private set; }

    public Compression Compression { get; private init; }

    public PictureOrientation Orientation { get; private init; }

    /// <summary>Opens a file and reads its header.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, too large, or of an unsupported kind. The message is the end of a
    /// sentence.</exception>
    public static TiffFile Open(ArraySegment<byte> file)
    {
        var first = CheckDirectories(file);
        TiffBlockCheck.Check(first);
        TiffErrors.Install();
        var bytes = new TiffBytes(file);
        var tiff = Guard(bytes, () => Tiff.ClientOpen("", "r", bytes, bytes)) ?? throw Damaged(bytes);
        try
        {
            return Guard(bytes, () => Describe(tiff, bytes, first.Orientation, file.Count));
        }
        catch
        {
            tiff.Dispose();
            throw;
        }
    }

    /// <summary>Reads the colours of a palette, R, G, B with 8 bits each.</summary>
    public Rgb24[] ReadPalette() => Guard(_bytes, () =>
        {
            var fields = _tiff.GetField(TiffTag.COLORMAP) ?? throw new InvalidDataException("it is damaged: its palette is missing");
            ushort[] red = fields[0].ToUShortArray(),
                green = fields[1].ToUShortArray(),
                blue = fields[2].ToUShortArray();

            // Some old writers fill only the low bytes.
            int shift = red.Concat(green).Concat(blue).Any(value => value > byte.MaxValue) ? 8 : 0;
            if (red.Length < 1 << Bits)
            {
                throw new InvalidDataException($"it is damaged: its palette has {red.Length} colours");
            }

            return red.Select((value, i) => new Rgb24((byte)(value >> shift), (byte)(green[i] >> shift), (byte)(blue[i] >> shift)))
                .ToArray();
        });

    /// <summary>Reads all samples of all pixels, row-major, channels interleaved: one byte each, or one word (in native byte order) if
    /// <see cref="Bits"/> is 16.</summary>
    /// <returns>A buffer from <see cref="PixelBuffers"/>.</returns>
    /// <exception cref="InvalidDataException">The image is damaged or incomplete. The message is the end of a sentence.</exception>
    public byte[] ReadSamples()
    {
        byte[] samples = PixelBuffers.Take(checked(Width * Height * Channels * (Bits == 16 ? 2 : 1)));
        try
        {
            Guard(_bytes, () =>
            {
                new TiffBlocks(_tiff, this).Read(samples);
                return true;
            });
            return samples;
        }
        catch
        {
            PixelBuffers.Give(samples);
            throw;
        }
    }

    public void Dispose() => _tiff.Dispose();

    private static TiffFile Describe(Tiff tiff, TiffBytes bytes, PictureOrientation orientation, int length)
    {
        if (tiff.GetField(TiffTag.PHOTOMETRIC) is null)
        {
            // LibTiff's default would be that 0 is white.
            throw new InvalidDataException(
                "it is a TIFF that does not say whether 0 is black or white, since its tag PhotometricInterpretation is missing: set it "
                    + "to what it is (1: 0 is black)"
            );
        }

        int Tag(TiffTag tag) => tiff.GetFieldDefaulted(tag)?[0].ToInt() ?? 0;
        var result = new TiffFile(tiff, bytes)
        {
            Width = Tag(TiffTag.IMAGEWIDTH),
            Height = Tag(TiffTag.IMAGELENGTH),
            Channels = Tag(TiffTag.SAMPLESPERPIXEL),
            Bits = Tag(TiffTag.BITSPERSAMPLE),
            Photometric = (Photometric)Tag(TiffTag.PHOTOMETRIC),
            Compression = (Compression)Tag(TiffTag.COMPRESSION),
            Orientation = orientation,
        };
        var format = (SampleFormat)Tag(TiffTag.SAMPLEFORMAT);
        if (result.Bits is not (1 or 2 or 4 or 8 or 16) || format is not (SampleFormat.UINT or SampleFormat.VOID or 0))
        {
            throw new InvalidDataException(
                $"it is a TIFF of {result.Bits} bits ({format}) per channel; whole numbers without sign of 1, 2, 4, 8 or 16 bits "
                    + "can be read: convert it, for instance to PNG"
            );
        }

        if (
            (result.Photometric == Photometric.PALETTE && result.Bits == 16)
            || (result.Photometric == Photometric.RGB && result.Channels < 3)
        )
        {
            throw new InvalidDataException(
                $"its header says {result.Photometric} with {result.Channels} channels of {result.Bits} bits, which cannot be"
            );
        }

        if (!tiff.IsCodecConfigured(result.Compression))
        {
            throw new InvalidDataException(
                $"it is a TIFF packed by {result.Compression}, which cannot be read: save it with LZW or Deflate, or as PNG"
            );
        }

        long pixels = (long)result.Width * result.Height,
            samples = pixels * result.Channels * (result.Bits == 16 ? 2 : 1);
        if (
            result.Width <= 0
            || result.Height <= 0
            || result.Channels is < 1 or > MostChannels
            || Math.Max(samples, pixels * 4) > Array.MaxLength
            || (samples > Harmless && pixels > MostPixelsPerByte * length)
        )
        {
            throw new InvalidDataException(
                $"its header says {result.Width}x{result.Height} pixels of {result.Channels} channels, too many for its {length} bytes"
            );
        }

        // A camera's JPEG stores YCbCr, which must be converted to red, green and blue.
        if (result.Compression == Compression.JPEG && result.Photometric == Photometric.YCBCR)
        {
            tiff.SetField(TiffTag.JPEGCOLORMODE, JpegColorMode.RGB);
            result.Photometric = Photometric.RGB;
        }

        return result;
    }

    /// <summary>Checks that everything is inside the file, and that there is only one image, apart from smaller copies of it and
    /// masks.</summary>
    private static TiffDirectory CheckDirectories(ReadOnlySpan<byte> file)
    {
        const int SubfileType = 254,
            SmallerOrMask = 1 | 4;
        var first = TiffDirectory.First(file);
        var next = first;
        int pictures = 0;
        for (int i = 0; i < MostDirectories && next is not null; i++)
        {
            pictures += i == 0 || (next[SubfileType] & SmallerOrMask) == 0 ? 1 : 0;
            if (next.Next == 0)
            {
                return pictures == 1
                    ? first!
                    : throw new InvalidDataException($"it is a TIFF of {pictures} pages: save the one that is meant by itself");
            }

            next = TiffDirectory.At(file, next.Next);
        }

        throw new InvalidDataException("it is damaged or truncated: its directory of tags lies outside of it or has no end");
    }

    private static T Guard<T>(TiffBytes bytes, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not (InvalidDataException or OutOfMemoryException))
        {
            throw Damaged(bytes, e);
        }
    }

    private static InvalidDataException Damaged(TiffBytes bytes, Exception? cause = null) =>
        new($"it is damaged ({bytes.Error ?? cause?.Message ?? "no picture in it"})", cause);
}
