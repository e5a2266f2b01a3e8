namespace Ass.MLNet.Files;

/// <summary>Files that exist only while they are open.</summary>
internal static class TemporaryFile
{
    /// <summary>Creates an empty file in the system's folder for temporary files. Closing it deletes it; elsewhere than on Windows it has
    /// no name from the beginning, so that a killed process leaves nothing behind either.</summary>
    /// <exception cref="IOException">The file cannot be created.</exception>
    public static FileStream Create()
    {
        string path = Path.Combine(Path.GetTempPath(), $"ass-model-{Guid.NewGuid():N}");
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

    /// <summary>Copies the rest of a stream into a temporary file; its position is the first byte.</summary>
    /// <exception cref="IOException">The file cannot be created or written.</exception>
    public static FileStream Of(Stream stream)
    {
        var copy = Create();
        try
        {
            stream.CopyTo(copy);
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
