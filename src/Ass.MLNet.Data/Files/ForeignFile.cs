using System.Text;

namespace Ass.MLNet.Files;

/// <summary>Recognises files that are not weights or models but often end up in their place: leftovers of downloads and version control,
/// and archives.</summary>
internal static class ForeignFile
{
    // The tar magic comes after the name and numbers of the first file.
    private const int TarMark = 257;

    private static readonly (byte[] Mark, string What)[] Binary =
    [
        ([0x1F, 0x8B], "compressed by gzip: unpack it first"),
        ("BZh"u8.ToArray(), "compressed by bzip2: unpack it first"),
        ([0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0], "compressed by xz: unpack it first"),
        ([0x28, 0xB5, 0x2F, 0xFD], "compressed by zstd: unpack it first"),
        ([(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C], "a 7z archive: unpack it first"),
        ("Rar!"u8.ToArray(), "a rar archive: unpack it first"),
        ([(byte)'P', (byte)'K', 3, 4], "a zip archive of something else: unpack it first if the weights lie in it"),
        ([0x89, (byte)'H', (byte)'D', (byte)'F'], "an HDF5 file, as Keras writes; only PyTorch's names and formats are known"),
        ([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'], "a NumPy array"),
    ];

    private static readonly (string Start, string What)[] Texts =
    [
        (
            "version https://git-lfs.github.com/spec/",
            "a pointer of Git LFS and not the file that it stands for: fetch that with 'git lfs pull'"
        ),
        ("<!doctype html", "an HTML page and no download: open it in a browser to see what the server said"),
        ("<html", "an HTML page and no download: open it in a browser to see what the server said"),
        ("<?xml", "an XML text, often a server's error message: open it in an editor"),
        ("{", "a JSON text, often a server's error message: open it in an editor"),
    ];

    /// <summary>The number of bytes needed to recognise a file.</summary>
    public const int TellingBytes = 512;

    /// <summary>Describes a file, for use in the middle of a sentence; null if it is not recognised.</summary>
    /// <param name="start">The first bytes of the file, up to <see cref="TellingBytes"/>.</param>
    public static string? Describe(ReadOnlySpan<byte> start)
    {
        if (start.IsEmpty)
        {
            return "empty (0 bytes), as a download that failed leaves it";
        }

        foreach (var (mark, what) in Binary)
        {
            if (start.StartsWith(mark))
            {
                return what;
            }
        }

        if (start.Length > TarMark + 5 && start.Slice(TarMark, 5).SequenceEqual("ustar"u8))
        {
            return "a tar archive: unpack it first";
        }

        string text = Encoding.UTF8.GetString(start).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        return Texts.FirstOrDefault(kind => text.StartsWith(kind.Start, StringComparison.OrdinalIgnoreCase)).What
            ?? (start.ContainsAnyExcept((byte)0) ? null : "a file whose bytes begin with zeros, as a download that broke off leaves it");
    }
}
