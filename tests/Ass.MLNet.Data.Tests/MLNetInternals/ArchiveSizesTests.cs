using System.IO.Compression;
using Ass.MLNet.MLNetInternals;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class ArchiveSizesTests
{
    private const int MiB = 1 << 20;

    [Fact]
    public void Numbers_of_any_length_and_a_few_megabytes_of_zeros_are_fine()
    {
        byte[] weights = new byte[24 * MiB];
        new Random(1).NextBytes(weights);
        using var archive = Archive(new byte[8 * MiB], weights, []);
        archive.Position = 5;
        ArchiveSizes.Check(archive);
        Assert.Equal(0, archive.Position);
    }

    [Fact]
    public void An_entry_that_is_much_longer_than_its_archive_is_named()
    {
        using var archive = Archive([1, 2, 3], new byte[32 * MiB]);
        Assert.StartsWith("its entry 'entry1' is to have 33554432 bytes when unpacked", Refused(archive), StringComparison.Ordinal);
    }

    [Fact]
    public void So_is_the_one_that_makes_all_of_them_too_long()
    {
        byte[] zeros = new byte[8 * MiB];
        using var archive = Archive(zeros, zeros, zeros, zeros);
        Assert.StartsWith("its entry 'entry2' ", Refused(archive), StringComparison.Ordinal);
    }

    /// <summary>Of an archive that is long enough for it.</summary>
    [Fact]
    public void No_entry_may_be_longer_than_an_array()
    {
        using var behind = new MemoryStream();
        behind.SetLength(40 * MiB);
        behind.Position = behind.Length;
        using (var zip = new ZipArchive(behind, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var content = zip.CreateEntry("model").Open();
            content.Write([1, 2, 3]);
        }
        ArchiveSizes.Check(behind);

        // The length when unpacked, in the directory at the end.
        int entry = behind.GetBuffer().AsSpan(0, (int)behind.Length).LastIndexOf("PK\u0001\u0002"u8);
        BitConverter.TryWriteBytes(behind.GetBuffer().AsSpan(entry + 24), (1u << 31) + 1);
        Assert.StartsWith("its entry 'model' is to have 2147483649 bytes", Refused(behind), StringComparison.Ordinal);
    }

    private static string Refused(Stream archive) => Assert.Throws<FormatException>(() => ArchiveSizes.Check(archive)).Message;

    /// <summary>An archive of the entries <c>entry0</c>, <c>entry1</c> and so on.</summary>
    private static MemoryStream Archive(params byte[][] contents)
    {
        var archive = new MemoryStream();
        using (var zip = new ZipArchive(archive, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (int i = 0; i < contents.Length; i++)
            {
                using var content = zip.CreateEntry($"entry{i}").Open();
                content.Write(contents[i]);
            }
        }
        return archive;
    }
}
