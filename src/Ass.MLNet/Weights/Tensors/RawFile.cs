using Microsoft.Win32.SafeHandles;

namespace Ass.MLNet.Weights.Tensors;

/// <summary>An open file with random access to its bytes.</summary>
/// <remarks>
/// Why not memory-mapped: if another process truncates a mapped file, this one dies with a signal that cannot be caught, and its pages
/// count as this process's memory. Tensors are read once each, so mapping would save nothing.
/// </remarks>
internal sealed class RawFile : IDisposable
{
    /// <summary>The end of a sentence about a truncated file.</summary>
    public const string CutOff = "it is damaged or cut off, as by a download that broke off";

    private readonly SafeFileHandle _handle;

    private RawFile(string path, SafeFileHandle handle)
    {
        (Path, _handle) = (path, handle);
        Length = RandomAccess.GetLength(handle);
    }

    public string Path { get; }

    /// <summary>The file's size in bytes.</summary>
    public long Length { get; }

    /// <exception cref="IOException">The file does not exist, is a folder, or cannot be opened.</exception>
    public static RawFile Open(string path)
    {
        if (Directory.Exists(path))
        {
            throw new IOException($"'{path}' is a folder; a file was expected.");
        }

        SafeFileHandle handle = File.OpenHandle(path);
        try
        {
            return new RawFile(path, handle);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Fills <paramref name="bytes"/> with the bytes at <paramref name="offset"/>.</summary>
    /// <exception cref="InvalidDataException">The file ends before.</exception>
    public void Read(long offset, Span<byte> bytes)
    {
        if (offset < 0 || offset > Length - bytes.Length)
        {
            throw Error($"{bytes.Length} bytes at {offset} are asked for, but it has {Length} in all: {CutOff}");
        }

        while (!bytes.IsEmpty)
        {
            int count = RandomAccess.Read(_handle, bytes, offset);
            if (count == 0)
            {
                throw Error("it was cut off while it was read");
            }

            bytes = bytes[count..];
            offset += count;
        }
    }

    public void Dispose() => _handle.Dispose();

    /// <summary>An error that names the file.</summary>
    public InvalidDataException Error(string problem, Exception? cause = null) => new($"'{Path}' cannot be read: {problem}.", cause);

    /// <summary>Makes a text from the file safe for a message: removes control characters and limits its length.</summary>
    public static string Printable(string text)
    {
        const int longest = 100;
        string shown = text.Length > longest ? text[..longest] + "…" : text;
        return string.Concat(shown.Select(c => char.IsControl(c) ? '?' : c));
    }
}
