using Ass.MLNet.Labels;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class PngReaderTests
{
    private const int Width = 37,
        Height = 23;

    /// <summary>Colour type, bit depth, interlaced: all that PNG has.</summary>
    public static TheoryData<int, int, bool> Kinds
    {
        get
        {
            var kinds = new TheoryData<int, int, bool>();
            foreach (bool interlaced in new[] { false, true })
            {
                foreach (
                    var (color, depths) in new[]
                    {
                        (0, new[] { 1, 2, 4, 8, 16 }),
                        (3, [1, 2, 4, 8]),
                        (2, [8, 16]),
                        (4, [8, 16]),
                        (6, [8, 16]),
                    }
                )
                {
                    foreach (int depth in depths)
                    {
                        kinds.Add(color, depth, interlaced);
                    }
                }
            }

            return kinds;
        }
    }

    public static TheoryData<string, string, int> FilesOfOtherEncoders =>
        new()
        {
            {
                "Pillow, 1-bit palette",
                "iVBORw0KGgoAAAANSUhEUgAAAA0AAAAJAQMAAADTtDQpAAAABlBMVEUAAAcAAAem1BTVAAAAEUlEQVR4nGMIDWBYtYIBGwkAcvkIgj29570AAAAASUVORK5CYII=",
                1
            },
            {
                "Pillow, 2-bit palette",
                "iVBORw0KGgoAAAANSUhEUgAAAA0AAAAJAgMAAACUFE75AAAADFBMVEUAAAcAAAcoWgcoWgf+d03MAAAAIElEQVR4nGOwtLRkYPDz83NgmDx5cgPDkydPDjDgEgMASvEPoAPlvgIAAAAASUVORK5CYII=",
                3
            },
            {
                "Pillow, 4-bit palette",
                "iVBORw0KGgoAAAANSUhEUgAAAA0AAAAJBAMAAAAbVLtZAAAAMFBMVEUAAAcAAAcoWgcoWgdQtAdQtAd4Dgd4DgegaAegaAfIwgfIwgfwHAfwHAcYdgcYdgdSGyJaAAAAQUlEQVR4nGNgf3p4YX+uA8OVTRPqYqwEGIAcb032BwxAjsS3KxsYgBygigYGIAeoIoABrNxbgQGsXOIDA1j50wMAVAEexbsyy+AAAAAASUVORK5CYII=",
                15
            },
            {
                "netpbm, 1-bit grey, interlaced",
                "iVBORw0KGgoAAAANSUhEUgAAAA0AAAAJAQAAAAG2BqtRAAAAEklEQVQImWNgwAL+wOGqFXAEAHOKCjU52x4PAAAAAElFTkSuQmCC",
                1
            },
            {
                "netpbm, 2-bit grey, interlaced",
                "iVBORw0KGgoAAAANSUhEUgAAAA0AAAAJAgAAAAHxptGBAAAAI0lEQVQImWNggIMVYNjRAUJ3LzCUFyBIPz8/B4YnT54cQLAAtKgUGkdMnb8AAAAASUVORK5CYII=",
                3
            },
            {
                "netpbm, 4-bit grey, interlaced",
                "iVBORw0KGgoAAAANSUhEUgAAAA0AAAAJBAAAAAF+5iQhAAAAVElEQVQImWPgYGhgOMLgw+BwguFVAoPeAoakBwwrUhQeMLwBkgylhn8Z5G9PZ9hZasgQLH+b4e/OUoYrmybUxVgJMAAJiW9XNjAACaBIAANYWOIDAMKWIFqpIHgXAAAAAElFTkSuQmCC",
                15
            },
            {
                "netpbm, 8-bit grey, interlaced",
                "iVBORw0KGgoAAAANSUhEUgAAAA0AAAAJCAAAAAG7FskgAAAASklEQVQImWNgsGB68YJRxoL5mwBjiYyMDCOfjAxLiYwM4zcZGUYrPj4+Pj4+xnVQmp2Pj4+Pj8UKC8X4HkLJsiMBFivcPMbTyDwAxDUNsK4sgjYAAAAASUVORK5CYII=",
                255
            },
        };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EveryKindKeepsItsValues(int colorType, int depth, bool interlaced)
    {
        int most = (1 << depth) - 1;
        int Value(int x, int y) => ((x * 7919) + (y * 104729) + (x * y)) & most;
        var encoder = new PngEncoder(Width, Height, depth, colorType)
        {
            Interlaced = interlaced,
            Filter = row => row % 5,
            ChunkLength = 61,
        };
        byte[] file = encoder.Encode((x, y, channel) => Value(x, y) ^ (channel == 0 ? 0 : (13 * channel) & most));

        Check(PngReader.Read(file, LabelChannel.Red), Width, Height, Value);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void EveryFilterIsUndoneForEveryDistance(int filter)
    {
        foreach (var (colorType, depth) in new[] { (0, 8), (0, 16), (2, 8), (6, 8), (2, 16), (6, 16), (3, 4) })
        {
            int most = (1 << depth) - 1;
            int Value(int x, int y) => x * x * 31 + y * 17 & most;
            byte[] file = new PngEncoder(Width, Height, depth, colorType) { Filter = _ => filter }.Encode(
                (x, y, channel) => Value(x, y) * (channel + 1) & most
            );

            Check(PngReader.Read(file, LabelChannel.Red), Width, Height, Value);
        }
    }

    [Theory]
    [MemberData(nameof(FilesOfOtherEncoders))]
    public void FilesOfOtherEncodersAreRead(string encoder, string base64, int mask)
    {
        Assert.NotEmpty(encoder);
        Check(PngReader.Read(Convert.FromBase64String(base64), LabelChannel.Grey), 13, 9, (x, y) => ((x * 7) + (y * 29)) & mask);
    }

    [Theory]
    [InlineData(
        "Pillow",
        "iVBORw0KGgoAAAANSUhEUgAAAA0AAAAJEAAAAACcgSX1AAAAH0lEQVR4nGNkYGB+wYIBmV+wvGBiYsQJh6oUMyMTIwBmkAxZteQoPgAAAABJRU5ErkJggg=="
    )]
    [InlineData(
        "netpbm, interlaced",
        "iVBORw0KGgoAAAANSUhEUgAAAA0AAAAJEAAAAAHrhhVjAAAAfUlEQVQImWNgYJB3YBLgEOBg4F+g94BJgEOAg5mDRXiRzCflQ8zsF0Q4ZG4wcbBwsHCwQClmFibOi3yWQopinFIfZW+ycLCws3BAITsLM/MLLhc+HSERsT+ST5hYkCBRHFYmRiZG5hcsGJD5BcsLFhYmZhSNEMjMxMJEnhQAZN0bh56U4dcAAAAASUVORK5CYII="
    )]
    [InlineData(
        "netpbm, interlaced, RGB",
        "iVBORw0KGgoAAAANSUhEUgAAAA0AAAAJEAIAAAFBj93oAAAAlUlEQVQokc2PQQrCQAxFXyaRBgQ7K8GVFyh4hVE8hIfLokfqMXoMF6NQaa3gQtw8Qn7+TyIQBT0W4GbZccgOIG0fhdOS4hZXtO2BLvdAV2tphigc8kQwNwzc4MmFlliKC9oMwN7fsKoPdzNxz1lV0TEKuw95lkhgCVb4q6FNApAkcUZ1BLb2FV+8daeuH7ZKnb/wp3F3PVQnRT/+rekAAAAASUVORK5CYII="
    )]
    public void SixteenBitFilesOfOtherEncodersAreRead(string encoder, string base64)
    {
        Assert.NotEmpty(encoder);
        var label = PngReader.Read(Convert.FromBase64String(base64), LabelChannel.Red);
        Assert.Null(label.Bytes);
        Check(label, 13, 9, (x, y) => (x * 1000) + (y * 513));
    }

    [Fact]
    public void PaletteIndicesSurviveEqualColours()
    {
        byte[] file = new PngEncoder(16, 16, 8, 3) { Palette = new byte[768] }.Encode((x, y, _) => (y * 16) + x);
        Check(PngReader.Read(file, LabelChannel.Grey), 16, 16, (x, y) => (y * 16) + x);
    }

    [Fact]
    public void TheLowByteOfSixteenBitsSurvives()
    {
        byte[] file = new PngEncoder(22, 1, 16, 2).Encode((x, _, channel) => channel == 0 ? x : channel * 1000);
        Check(PngReader.Read(file, LabelChannel.Red), 22, 1, (x, _) => x);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(4, 1)]
    [InlineData(5, 5)]
    [InlineData(8, 9)]
    public void InterlacingLeavesOutTheEmptyPassesOfSmallPictures(int width, int height)
    {
        byte[] file = new PngEncoder(width, height, 8, 0) { Interlaced = true, Filter = row => row % 5 }.Encode((x, y, _) => (y * 31) + x);
        Check(PngReader.Read(file, LabelChannel.Grey), width, height, (x, y) => (y * 31) + x);
    }

    [Fact]
    public void RowsGoOnFromOneBatchToTheNext()
    {
        byte[] file = new PngEncoder(1500, 200, 8, 0) { Filter = row => 1 + (row % 4) }.Encode((x, y, _) => (x * y) & 255);
        Check(PngReader.Read(file, LabelChannel.Grey), 1500, 200, (x, y) => (x * y) & 255);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void AnRgbPictureIsGreyWhereItsChannelsAreEqual(int depth)
    {
        byte[] grey = new PngEncoder(9, 9, depth, 2).Encode((x, y, _) => x + y);
        Check(PngReader.Read(grey, LabelChannel.Grey), 9, 9, (x, y) => x + y);

        byte[] colored = new PngEncoder(9, 9, depth, 6) { Interlaced = true }.Encode(
            (x, y, channel) => x == 5 && y == 3 ? 40 + channel : 7
        );
        var error = Assert.Throws<InvalidDataException>(() => PngReader.Read(colored, LabelChannel.Grey));
        Assert.Contains("picture of colours", error.Message);
        Assert.Contains("pixel (5, 3) is R 40, G 41, B 42", error.Message);
    }

    private static void Check(RawLabel label, int width, int height, Func<int, int, int> value)
    {
        Assert.Equal((width, height), (label.Width, label.Height));
        int[] expected = [.. Enumerable.Range(0, width * height).Select(i => value(i % width, i / width))];
        Assert.Equal(expected, label.Bytes is not null ? label.Bytes.Select(b => (int)b) : label.Words!.Select(w => (int)w));
    }
}
