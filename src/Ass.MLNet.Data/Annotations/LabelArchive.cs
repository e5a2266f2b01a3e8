using System.IO.Compression;
using System.Text;

namespace Ass.MLNet.Annotations;

/// <summary>A zip archive of label files that stays open for as long as it is used; any thread may read it.</summary>
internal sealed class LabelArchive
{
    // More than any label needs: at 32768 pixels a side, classes compress well.
    private const int MostBytes = 256 << 20;

    private readonly Lock _access = new();
    private readonly ZipArchive _zip;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.Ordinal);

    private LabelArchive(string path, ZipArchive zip)
    {
        (Path, _zip) = (path, zip);
        foreach (var entry in zip.Entries)
        {
            // Some programs on Windows write backslashes.
            string name = entry.FullName.Replace('\\', '/');
            if (!name.EndsWith('/') && !_entries.TryAdd(name, entry))
            {
                throw new InvalidDataException($"The archive '{path}' holds '{name}' twice.");
            }
        }
    }

    public string Path { get; }

    /// <summary>The paths of all files in the archive, with forward slashes.</summary>
    public IReadOnlyCollection<string> Names => _entries.Keys;

    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="InvalidDataException">It is no zip archive; the message names it.</exception>
    public static LabelArchive Open(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        try
        {
            return new LabelArchive(path, new ZipArchive(file, ZipArchiveMode.Read));
        }
        catch (InvalidDataException e)
        {
            file.Dispose();
            throw new InvalidDataException($"'{path}' cannot be read as a zip archive: {e.Message}", e);
        }
    }

    /// <summary>Reads a file of the archive.</summary>
    /// <exception cref="InvalidDataException">It is damaged or too large; the message is the end of a sentence.</exception>
    public byte[] Read(string name)
    {
        lock (_access)
        {
            var entry = _entries[name];
            if (entry.Length > MostBytes)
            {
                throw new InvalidDataException($"it has {entry.Length} bytes unpacked; at most {MostBytes} can be read");
            }

            // The length that the archive claims is not trusted: memory grows with what is there.
            using var packed = entry.Open();
            using var content = new MemoryStream();
            byte[] buffer = new byte[1 << 16];
            for (int read; (read = packed.Read(buffer)) > 0; )
            {
                if (content.Length + read > MostBytes)
                {
                    throw new InvalidDataException($"it has more than {MostBytes} bytes unpacked");
                }

                content.Write(buffer, 0, read);
            }

            return content.ToArray();
        }
    }

    /// <summary>Reads the lines of a text file in the archive.</summary>
    /// <exception cref="InvalidDataException">It is damaged or too large; the message names it.</exception>
    public IReadOnlyList<string> ReadLines(string name)
    {
        try
        {
            return Encoding.UTF8.GetString(Read(name)).Split('\n');
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"'{Path}/{name}' cannot be read: {e.Message}.", e);
        }
    }
}
