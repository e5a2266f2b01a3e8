using Ass.MLNet.Images;
using Ass.MLNet.Labels;
using BitMiracle.LibTiff.Classic;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>Damaged TIFF files end in an error: no other exception, no memory out of proportion, nothing on the console.</summary>
public sealed class TiffFuzzTests
{
    // A header may lie up to 16 MB of numbers, which are four times that as a picture; the pictures themselves have a few hundred bytes.
    private const long MostAllocated = 110_000_000;

    private readonly Random _random = new(20200401);

    [Fact]
    public void TruncatedFiles()
    {
        foreach (byte[] file in Seeds())
        {
            Assert.True(IsImage(file));
            for (int length = 0; length < file.Length; length += 1 + (length / 40))
            {
                Assert.False(IsImage(file[..length]), $"The first {length} of {file.Length} bytes were taken for a whole file.");
                Assert.False(IsLabel(file[..length]), $"The first {length} of {file.Length} bytes were taken for a whole label.");
            }
        }
    }

    [Fact]
    public void FlippedBitsAndLyingNumbers()
    {
        var console = Console.Error;
        using var written = new StringWriter();
        Console.SetError(written);
        try
        {
            foreach (byte[] file in Seeds())
            {
                for (int i = 0; i < 100; i++)
                {
                    byte[] damaged = [.. file];
                    int at = _random.Next(file.Length - 4);
                    if (i % 2 == 0)
                    {
                        damaged[at] ^= (byte)(1 << _random.Next(8));
                    }
                    else
                    {
                        BitConverter
                            .GetBytes(new uint[] { 0, 1, 0x7FFFFFFF, 0x80000000, uint.MaxValue }[_random.Next(5)])
                            .CopyTo(damaged, at);
                    }

                    IsImage(damaged);
                    IsLabel(damaged);
                }
            }
        }
        finally
        {
            Console.SetError(console);
        }

        Assert.DoesNotContain("TIFF", written.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void DirectoriesWithoutAnEndAndHugeSizesAreRefused()
    {
        byte[] file = PictureFiles.Tiff(2, 1, 8, Photometric.MINISBLACK, [0, 1]);
        int directory = BitConverter.ToInt32(file, 4),
            entries = BitConverter.ToUInt16(file, directory);
        byte[] endless = [.. file];
        BitConverter.GetBytes(directory).CopyTo(endless, directory + 2 + (12 * entries));
        Assert.False(IsImage(endless));

        byte[] huge = [.. file];
        foreach (var tag in new[] { TiffTag.IMAGEWIDTH, TiffTag.IMAGELENGTH })
        {
            BitConverter.GetBytes(20000).CopyTo(huge, PictureFiles.TiffEntryOf(file, tag) + 8);
        }

        Assert.Contains("20000x20000", Assert.Throws<InvalidDataException>(() => PictureDecoder.Open(huge)).Message);
    }

    [Fact]
    public void AnotherUsersHandlerStillHearsOfItsOwnFiles()
    {
        IsImage([.. "II"u8, 42, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        var console = Console.Error;
        using var written = new StringWriter();
        Console.SetError(written);
        try
        {
            Assert.Null(Tiff.ClientOpen("other.tif", "r", "a client", new Garbage()));
        }
        finally
        {
            Console.SetError(console);
        }

        Assert.Contains("other.tif", written.ToString());
    }

    private static IEnumerable<byte[]> Seeds()
    {
        byte[] noise = [.. Enumerable.Range(0, 16 * 16 * 3).Select(i => (byte)((i * i) >> 3))];
        foreach (var compression in new[] { Compression.NONE, Compression.LZW, Compression.ADOBE_DEFLATE, Compression.PACKBITS })
        {
            yield return PictureFiles.Tiff(
                16,
                3,
                8,
                Photometric.RGB,
                noise,
                tiff => tiff.SetField(TiffTag.COMPRESSION, compression),
                rowsPerStrip: 4
            );
        }

        yield return PictureFiles.Tiff(16, 3, 8, Photometric.RGB, noise, rowsPerStrip: 0);
        yield return PictureFiles.Tiff(16, 1, 8, Photometric.PALETTE, noise[..256], tiff =>
            tiff.SetField(
                TiffTag.COLORMAP,
                new ushort[256],
                new ushort[256],
                Enumerable.Range(0, 256).Select(i => (ushort)(i << 8)).ToArray()
            )
        );
        yield return PictureFiles.Tiff(16, 1, 16, Photometric.MINISBLACK, noise[..512], tiff =>
            tiff.SetField(TiffTag.COMPRESSION, Compression.LZW)
        );
    }

    private static bool IsImage(byte[] file) =>
        IsRead(() =>
        {
            using var image = ImageFile.Decode(file);
        });

    private static bool IsLabel(byte[] file) => IsRead(() => LabelFile.Decode(file, LabelChannel.Red, asColors: false));

    private static bool IsRead(Action read)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            read();
            return true;
        }
        catch (InvalidDataException e)
        {
            Assert.NotEmpty(e.Message);
            return false;
        }
        finally
        {
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostAllocated);
        }
    }

    private sealed class Garbage : TiffStream
    {
        public override int Read(object clientData, byte[] buffer, int offset, int count) => 0;

        public override long Seek(object clientData, long offset, SeekOrigin origin) => 0;

        public override long Size(object clientData) => 0;
    }
}
