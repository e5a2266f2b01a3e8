namespace Ass.MLNet;

/// <summary>Files that are either whole or not there: written beside their place and moved into it.</summary>
/// <remarks>
/// For pictures and tables, which come in thousands and can be made again: unlike <see cref="DurableFile"/>'s, they are not flushed to the disk one by one.
/// </remarks>
internal static class AtomicFile
{
    /// <param name="path">The file to write; one that is there is replaced. Its folder is made where it is missing.</param>
    /// <param name="write">Writes the content.</param>
    public static void Write(string path, Action<Stream> write)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        string partial = Path.Combine(folder, $".{Guid.NewGuid():N}.partial");
        try
        {
            using (var stream = new FileStream(partial, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16))
            {
                write(stream);
            }

            File.Move(partial, path, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }
}
