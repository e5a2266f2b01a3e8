namespace Ass.MLNet;

/// <summary>The sign that a run uses a folder: a file that one process at a time has open. The operating system takes it from a process that dies.</summary>
internal sealed class WorkspaceLock
{
    private const string FileName = ".in-use";

    private readonly FileStream file;
    private readonly bool made;

    private WorkspaceLock(FileStream file, bool made) => (this.file, this.made) = (file, made);

    /// <exception cref="InvalidOperationException">Another run holds it.</exception>
    /// <exception cref="IOException">The file cannot be opened for another reason.</exception>
    public static WorkspaceLock Take(string folder)
    {
        string path = Path.Combine(folder, FileName);
        while (true)
        {
            bool isNew = !File.Exists(path);
            FileStream file;
            try
            {
                file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (FileInUse.IsReasonOf(e))
            {
                throw new InvalidOperationException(
                    $"{nameof(AssSegmentationOptions.WorkspacePath)} '{folder}' is in use by another run. Two runs cannot share a workspace.", e);
            }

            // Whoever held it a moment ago may have removed the file after it was opened here: a third run would then make a new one.
            if (File.Exists(path))
                return new WorkspaceLock(file, isNew);
            file.Dispose();
        }
    }

    /// <summary>Lets go.</summary>
    /// <param name="remove">Whether the file goes, too, if <see cref="Take"/> has made it.</param>
    public void Release(bool remove)
    {
        remove &= made;

        // On Unix while it is held, so that nobody holds a file that has lost its name; Windows does not remove a file that is open.
        if (remove && !OperatingSystem.IsWindows())
            Remove();
        file.Dispose();
        if (remove && OperatingSystem.IsWindows())
            Remove();
    }

    private void Remove()
    {
        try
        {
            File.Delete(file.Name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It does no harm: the next run takes it.
        }
    }
}
