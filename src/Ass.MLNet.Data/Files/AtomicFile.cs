using System.Runtime.InteropServices;

namespace Ass.MLNet.Files;

/// <summary>Files that are either whole or not there: written beside their place and moved into it.</summary>
internal static class AtomicFile
{
    private const string Partial = ".partial";

    /// <param name="path">The file to write; one that is there is replaced when the new one is whole. Its folder is made where it is
    /// missing.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="durable">Whether it is on the disk, name and all, when this returns, so that a power cut costs nothing. For models and
    /// checkpoints; pictures and tables come in thousands and can be made again.</param>
    public static void Write(string path, Action<Stream> write, bool durable = false) => Replace(path, extension: "", durable, partial =>
        {
            using var stream = new FileStream(partial, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);
            write(stream);
        });

    /// <inheritdoc cref="Write(string, Action{Stream}, bool)"/>
    /// <param name="path">The file to write; one that is there is replaced when the new one is whole. Its folder is made where it is
    /// missing.</param>
    /// <param name="write">Writes a file at the path it is given, which has the same extension, because some writers choose their format by
    /// it.</param>
    /// <param name="durable">See the other overload.</param>
    public static void Write(string path, Action<string> write, bool durable = false) =>
        Replace(path, Path.GetExtension(path), durable, write);

    /// <summary>Removes what a killed process left half-written.</summary>
    /// <param name="folder">A folder whose files nobody writes at present.</param>
    public static void RemovePartials(string folder)
    {
        foreach (string partial in Directory.EnumerateFiles(folder, $".*{Partial}*"))
        {
            File.Delete(partial);
        }
    }

    private static void Replace(string path, string extension, bool durable, Action<string> write)
    {
        if (Directory.Exists(path))
        {
            throw new IOException($"'{path}' is a folder, so that no file can be written there.");
        }
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        string partial = Path.Combine(folder, $".{Guid.NewGuid():N}{Partial}{extension}");
        try
        {
            write(partial);
            if (durable)
            {
                FlushFile(partial);
            }
            File.Move(partial, path, overwrite: true);
        }
        catch
        {
            Remove(partial);
            throw;
        }

        if (durable)
        {
            FlushFolder(folder);
        }
        Announce(path);
    }

    /// <summary>Lets those who watch the file know: moving it into place raises Renamed alone, and what reloads models when they change
    /// (ASP.NET's prediction engine pool, for one) listens to Changed.</summary>
    public static void Announce(string path)
    {
        try
        {
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The file is whole and in its place; another process has it now.
        }
    }

    /// <summary>What went wrong before is what the user has to know.</summary>
    private static void Remove(string partial)
    {
        try
        {
            File.Delete(partial);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { }
    }

    private static void FlushFile(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.Read, bufferSize: 0);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>On Unix a new name is on the disk only when its folder is; Windows journals names by itself.</summary>
    private static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        int descriptor = Open(folder, flags: 0);
        if (descriptor < 0)
        {
            return;
        }
        Flush(descriptor);
        Close(descriptor);
    }

    [DllImport("libc", EntryPoint = "open", CharSet = CharSet.Ansi)]
    private static extern int Open(string path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    private static extern int Flush(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int descriptor);
}
