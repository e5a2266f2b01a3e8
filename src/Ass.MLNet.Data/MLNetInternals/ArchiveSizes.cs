using System.IO.Compression;

namespace Ass.MLNet.MLNetInternals;

/// <summary>Refuses archives that would fill the disk: ML.NET unpacks whole entries into the folder for temporary files.</summary>
/// <remarks>
/// Weights hardly compress: a byte of an archive holds 1.1 bytes of weights, or up to 2 where they have 8 bits. So it is with a network
/// that has not learned yet: its filters are random numbers, and the zeros and ones with which biases and batch norms begin are a few
/// hundredths of it. A network comes near 64 where all but one in a hundred of its weights were set to zero; what is nothing but zeros has
/// up to 1,032.
/// </remarks>
internal static class ArchiveSizes
{
    private const long MostPerByte = 64;

    /// <summary>What any archive may hold: it fills no disk.</summary>
    private const long Allowance = 1 << 24;

    /// <summary>An ONNX graph is at most as long as an array, with a few bytes around it; networks for libtorch are shorter.</summary>
    private const long LongestEntry = 1L << 31;

    /// <summary>Checks what all entries of an archive have together when unpacked, and each by itself.</summary>
    /// <param name="archive">The archive, seekable; left open, positioned at its beginning.</param>
    /// <exception cref="FormatException">An entry is too long; the message is a clause that names it.</exception>
    /// <exception cref="InvalidDataException">The archive's directory is damaged.</exception>
    public static void Check(Stream archive)
    {
        long left = Allowance + (MostPerByte * archive.Length);
        archive.Position = 0;
        using (var zip = new ZipArchive(archive, ZipArchiveMode.Read, leaveOpen: true))
        {
            foreach (var entry in zip.Entries)
            {
                if (entry.Length > Math.Min(left, LongestEntry))
                {
                    throw new FormatException(
                        $"its entry '{entry.FullName}' is to have {entry.Length} bytes when unpacked, more than a model has in an archive "
                            + $"of {archive.Length} bytes"
                    );
                }
                left -= entry.Length;
            }
        }
        archive.Position = 0;
    }
}
