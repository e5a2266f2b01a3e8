using System.Runtime.InteropServices;

namespace Ass.MLNet;

/// <summary>Files that are either whole or not there, also after a power cut: written beside their place, flushed to the disk, moved into place.</summary>
internal static class DurableFile
{
    private const string PartialPrefix = ".partial-";

    /// <param name="path">The file; one that is there is replaced when the new one is whole.</param>
    /// <param name="write">Writes the content.</param>
    public static void Write(string path, Action<Stream> write)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string partial = Path.Combine(folder, PartialPrefix + Path.GetFileName(path));
        try
        {
            using (var stream = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 20))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(partial, path, overwrite: true);
            FlushFolder(folder);
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }

    /// <summary>Removes what a killed process left half-written.</summary>
    public static void RemovePartials(string folder)
    {
        foreach (string partial in Directory.EnumerateFiles(folder, PartialPrefix + "*"))
            File.Delete(partial);
    }

    /// <summary>On Unix a new name is on the disk only when its folder is; Windows journals names by itself.</summary>
    private static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        int descriptor = Open(folder, flags: 0);
        if (descriptor < 0)
            return;
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
