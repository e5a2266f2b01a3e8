namespace Ass.MLNet.Images;

/// <summary>Checks that a TIFF file has a place for each of its strips or tiles.</summary>
/// <remarks>
/// LibTiff allocates memory for as many places as the header's sizes ask for, however few the file has: gigabytes for a file of a hundred
/// bytes. The number that is computed here must not be below LibTiff's, which takes 32 bits for a number with sign, and has its own ways
/// with sizes of several values and with entries of a tag that is there twice: these are refused.
/// </remarks>
internal static class TiffBlockCheck
{
    private const int Width = 256,
        Height = 257,
        StripOffsets = 273,
        Channels = 277,
        RowsPerStrip = 278,
        StripLengths = 279,
        Planes = 284,
        TileWidth = 322,
        TileHeight = 323,
        TileOffsets = 324,
        TileLengths = 325,
        Depth = 32997,
        TileDepth = 32998;

    // A value of Planes: each channel has strips or tiles of its own.
    private const uint Separate = 2;

    private static readonly int[] Sizes = [Width, Height, Channels, RowsPerStrip, Planes, TileWidth, TileHeight, Depth, TileDepth];

    /// <exception cref="InvalidDataException">A place is missing, or the sizes make no sense. The message is the end of a
    /// sentence.</exception>
    public static void Check(TiffDirectory directory)
    {
        List<TiffEntry> sizes = [.. directory.Entries.Where(entry => Sizes.Contains(entry.Tag))];
        if (sizes.Any(entry => !entry.IsNumber) || sizes.Any(IsNegative) || sizes.DistinctBy(entry => entry.Tag).Count() < sizes.Count)
        {
            throw new InvalidDataException("it is damaged: a size in its header is no number, too large, or there twice");
        }

        bool isTiled = sizes.Any(entry => entry.Tag is TileWidth or TileHeight);
        if (isTiled && (directory[TileWidth] == 0 || directory[TileHeight] == 0))
        {
            throw new InvalidDataException(
                $"it is damaged: its tiles are said to have {directory[TileWidth]}x{directory[TileHeight]} pixels"
            );
        }

        var blocks = isTiled ? Tiles(directory) : Strips(directory);
        if (directory[Planes] == Separate)
        {
            blocks *= Math.Max(directory[Channels], 1u);
        }

        // Without places, LibTiff refuses the file; without lengths, it makes up for them.
        long? listed = Smaller(Listed(directory, StripOffsets, TileOffsets), Listed(directory, StripLengths, TileLengths));
        if (listed is { } count && count < blocks)
        {
            throw new InvalidDataException(
                $"it is damaged or incomplete: its header says {directory[Width]}x{directory[Height]} pixels in {blocks} "
                    + $"{(isTiled ? "tiles" : "strips")}, and it lists {count} of them"
            );
        }
    }

    /// <summary>Whether LibTiff takes a size for a negative one. All ones are a usual way to say that a strip has all rows.</summary>
    private static bool IsNegative(TiffEntry size) =>
        size.Tag switch
        {
            Channels => size.Value > short.MaxValue,
            RowsPerStrip => size.Value is > int.MaxValue and < uint.MaxValue,
            _ => size.Value > int.MaxValue,
        };

    private static Int128 Strips(TiffDirectory directory) =>
        (directory[RowsPerStrip] is 0 or uint.MaxValue) ? 1 : Parts(directory[Height], directory[RowsPerStrip]);

    private static Int128 Tiles(TiffDirectory directory) =>
        (Int128)Parts(directory[Width], directory[TileWidth])
        * Parts(directory[Height], directory[TileHeight])
        * Parts(Math.Max(directory[Depth], 1u), Math.Max(directory[TileDepth], 1u));

    private static long Parts(uint size, uint part) => ((long)size + part - 1) / part;

    /// <summary>How many places or lengths a file has, in entries of either tag; <see langword="null"/> without an entry.</summary>
    private static long? Listed(TiffDirectory directory, int ofStrips, int ofTiles) =>
        directory
            .Entries.Where(entry => entry.Tag == ofStrips || entry.Tag == ofTiles)
            .Where(entry => entry.Type is TiffEntry.Short or TiffEntry.Long or TiffEntry.Long8)
            .Max(entry => (long?)entry.Count);

    private static long? Smaller(long? one, long? other) => one is null || other < one ? other : one;
}
