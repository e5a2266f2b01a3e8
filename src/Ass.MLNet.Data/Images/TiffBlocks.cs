using System.Buffers;
using System.Runtime.InteropServices;
using BitMiracle.LibTiff.Classic;

namespace Ass.MLNet.Images;

/// <summary>Assembles the strips or tiles of a TIFF image.</summary>
internal sealed class TiffBlocks
{
    // A block may extend beyond the edge of the image, but not far.
    private const long MostBlockBytes = 1 << 24;

    private readonly Tiff _tiff;
    private readonly TiffFile _file;
    private readonly bool _tiled;
    private readonly int _planes,
        _planeChannels,
        _blockWidth,
        _blockHeight;

    public TiffBlocks(Tiff tiff, TiffFile file)
    {
        (_tiff, _file, _tiled) = (tiff, file, tiff.IsTiled());
        bool separate = file.Channels > 1 && (PlanarConfig)tiff.GetFieldDefaulted(TiffTag.PLANARCONFIG)[0].ToInt() == PlanarConfig.SEPARATE;
        (_planes, _planeChannels) = separate ? (file.Channels, 1) : (1, file.Channels);
        _blockWidth = _tiled ? tiff.GetField(TiffTag.TILEWIDTH)[0].ToInt() : file.Width;
        int height = tiff.GetFieldDefaulted(_tiled ? TiffTag.TILELENGTH : TiffTag.ROWSPERSTRIP)[0].ToInt();
        _blockHeight = _tiled || (height > 0 && height < file.Height) ? height : file.Height;
    }

    private int BlockRowBytes => checked(((_blockWidth * _planeChannels * _file.Bits) + 7) / 8);

    /// <summary>Reads all blocks.</summary>
    /// <param name="samples">Receives every channel of every pixel, one byte or word each.</param>
    public void Read(byte[] samples)
    {
        if (_blockWidth <= 0 || _blockHeight <= 0 || (long)BlockRowBytes * _blockHeight > Math.Max(MostBlockBytes, 2L * samples.Length))
        {
            throw new InvalidDataException($"it is damaged: its blocks are said to have {_blockWidth}x{_blockHeight} pixels");
        }

        byte[] block = ArrayPool<byte>.Shared.Rent(BlockRowBytes * _blockHeight);
        byte[] unpacked = _file.Bits < 8 ? new byte[_blockWidth * _planeChannels] : [];
        try
        {
            int number = 0;
            for (int plane = 0; plane < _planes; plane++)
            {
                for (int y = 0; y < _file.Height; y += _blockHeight)
                {
                    int rows = Math.Min(_blockHeight, _file.Height - y);
                    for (int x = 0; x < _file.Width; x += _blockWidth, number++)
                    {
                        ReadBlock(number, block, _tiled ? _blockHeight : rows);
                        for (int row = 0; row < rows; row++)
                        {
                            CopyRow(block.AsSpan(row * BlockRowBytes, BlockRowBytes), unpacked, plane, x, y + row, samples);
                        }
                    }
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    private void ReadBlock(int number, byte[] block, int rows)
    {
        int expected = BlockRowBytes * rows;
        int found = _tiled ? _tiff.ReadEncodedTile(number, block, 0, expected) : _tiff.ReadEncodedStrip(number, block, 0, expected);
        if (found < expected)
        {
            throw new InvalidDataException("it is damaged or truncated: not all of its pixels can be unpacked");
        }
    }

    private void CopyRow(ReadOnlySpan<byte> row, byte[] unpacked, int plane, int x, int y, byte[] samples)
    {
        int pixels = Math.Min(_blockWidth, _file.Width - x),
            to = ((y * _file.Width) + x) * _file.Channels;
        if (_file.Bits == 16)
        {
            Interleave(MemoryMarshal.Cast<byte, ushort>(row), MemoryMarshal.Cast<byte, ushort>(samples.AsSpan()), plane, pixels, to);
            return;
        }

        if (_file.Bits < 8)
        {
            PackedSamples.Unpack(row, _file.Bits, unpacked);
            row = unpacked;
        }

        Interleave(row, samples.AsSpan(), plane, pixels, to);
    }

    private void Interleave<T>(ReadOnlySpan<T> row, Span<T> samples, int plane, int pixels, int to)
    {
        if (_planes == 1)
        {
            row[..(pixels * _planeChannels)].CopyTo(samples[to..]);
            return;
        }

        for (int i = 0; i < pixels; i++)
        {
            samples[to + (i * _file.Channels) + plane] = row[i];
        }
    }
}
