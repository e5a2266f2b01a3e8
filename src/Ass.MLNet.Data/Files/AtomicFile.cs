using System.Runtime.InteropServices;

namespace Ass.MLNet.Files;

/// <summary>Writes files that are either complete or absent: written to a temporary file beside the target, then moved into
/// place.</summary>
internal static class AtomicFile
{
    private const string Partial = ".partial";

    /// <param name="path">The file to write; an existing one is replaced once the new one is complete. Its folder is created if
    /// needed.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="durable">Whether to flush the file and its name to disk before returning, so that it survives a power cut. Use it for
    /// models and checkpoints, not for images and tables, which are numerous and can be recreated.</param>
    public static void Write(string path, Action<Stream> write, bool durable = false) => Replace(path, extension: "", durable, partial =>
        {
            using var stream = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);
            write(stream);
        });

    /// <inheritdoc cref="Write(string, Action{Stream}, bool)"/>
    /// <param name="path">The file to write; an existing one is replaced once the new one is complete. Its folder is created if
    /// needed.</param>
    /// <param name="write">Writes a file at the given path, which has the same extension, because some writers derive the format from
    /// it.</param>
    /// <param name="durable">See the other overload.</param>
    public static void Write(string path, Action<string> write, bool durable = false) =>
        Replace(path, Path.GetExtension(path), durable, write);

    /// <summary>Removes incomplete files left by a killed process.</summary>
    /// <param name="folder">A folder that no one is writing to.</param>
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
        if (IsDevice(path))
        {
            // Moved into place, a file would take the place of a terminal, of a pipe, or of /dev/null for everybody.
            write(path);
            return;
        }
        path = LinkedFile(path);
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
        catch (Exception e)
            when (e is UnauthorizedAccessException or DirectoryNotFoundException or FileNotFoundException
                && e.Message.Contains(partial, StringComparison.Ordinal)
            )
        {
            // The message names a file that the user does not know.
            Remove(partial);
            throw new UnauthorizedAccessException($"'{path}' cannot be written: nothing may be written to its folder.", e);
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

    /// <summary>Notifies file watchers: moving a file into place raises only Renamed, but code that reloads models on change (such as
    /// ASP.NET's prediction engine pool) listens to Changed.</summary>
    public static void Announce(string path)
    {
        try
        {
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The file is complete and in place; another process has it open now.
        }
    }

    /// <summary>Whether a path is a device of Unix; /dev/shm holds files.</summary>
    private static bool IsDevice(string path) =>
        !OperatingSystem.IsWindows() && Path.GetFullPath(path).Split('/') is ["", "dev", not "shm", ..] && File.Exists(path);

    /// <summary>Where a link leads to, so that it stays a link; any other path as it is.</summary>
    private static string LinkedFile(string path) =>
        new FileInfo(path) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName : path;

    /// <summary>Removes a partial file without throwing: the user needs to see the original error.</summary>
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

    /// <summary>On Unix a new name is on disk only once its folder is flushed; Windows journals names itself.</summary>
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
