namespace Ass.MLNet.Files;

/// <summary>Files that exist only while they are open, and memory where none can be made, as in a container without a writable
/// folder.</summary>
internal static class TemporaryFile
{
    /// <summary>Creates an empty file in the system's folder for temporary files. Closing it deletes it; elsewhere than on Windows it has
    /// no name from the beginning, so that a killed process leaves nothing behind either.</summary>
    /// <param name="folder">Another folder.</param>
    /// <exception cref="IOException">The file cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">Nor may it be.</exception>
    public static FileStream Create(string? folder = null)
    {
        string path = Path.Combine(folder ?? Path.GetTempPath(), $"ass-model-{Guid.NewGuid():N}");
        var file = new FileStream(
            path,
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.None,
            bufferSize: 1 << 16,
            OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None
        );
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(path);
        }
        return file;
    }

    /// <summary>Keeps what is written: in a temporary file, or in memory where none can be made or filled. The position is the first
    /// byte.</summary>
    /// <param name="write">Writes to a stream; called again for memory.</param>
    /// <param name="folder">Another folder for the file than the system's.</param>
    public static Stream Holding(Action<Stream> write, string? folder = null) =>
        Holding(write, () => Fill(new MemoryStream(), write), folder);

    /// <summary>Keeps bytes, likewise.</summary>
    /// <param name="bytes">The bytes; not copied where they stay in memory.</param>
    /// <param name="folder">Another folder for the file than the system's.</param>
    public static Stream Holding(byte[] bytes, string? folder = null) =>
        Holding(stream => stream.Write(bytes), () => new MemoryStream(bytes, writable: false), folder);

    /// <summary>Copies the rest of a stream into a temporary file, or into memory where none can be made; the position is the first
    /// byte.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="folder">Another folder for the file than the system's.</param>
    /// <exception cref="IOException">The stream cannot be read, or the disk is full.</exception>
    public static Stream Of(Stream stream, string? folder = null)
    {
        Stream copy;
        try
        {
            copy = Create(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            copy = new MemoryStream();
        }
        return Fill(copy, stream.CopyTo);
    }

    private static Stream Holding(Action<Stream> write, Func<Stream> inMemory, string? folder)
    {
        try
        {
            return Fill(Create(folder), write);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return inMemory();
        }
    }

    private static Stream Fill(Stream copy, Action<Stream> write)
    {
        try
        {
            write(copy);
            copy.Flush();
            copy.Position = 0;
            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }
}
