namespace AssCli;

/// <summary>Files that are either whole or not there: written beside their place and moved into it.</summary>
internal static class AtomicFile
{
    /// <param name="path">The file to write; one that is there is replaced.</param>
    /// <param name="write">Writes to the path it is given, which has the same extension, because some writers choose their format by it.</param>
    public static void Write(string path, Action<string> write)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        string partial = Path.Combine(folder, $".partial-{Environment.ProcessId}-{Path.GetFileName(path)}");
        try
        {
            write(partial);
            File.Move(partial, path, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }
}
