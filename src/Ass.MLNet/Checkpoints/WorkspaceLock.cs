using Ass.MLNet.Files;

namespace Ass.MLNet.Checkpoints;

/// <summary>A lock on a run's folder: a file that only one process can hold open. The operating system releases it if the process
/// dies.</summary>
internal sealed class WorkspaceLock : IDisposable
{
    private const string FileName = ".in-use";

    private readonly FileStream _file;

    private WorkspaceLock(FileStream file) => _file = file;

    /// <exception cref="InvalidOperationException">Another run holds the lock.</exception>
    /// <exception cref="IOException">The file cannot be opened for another reason.</exception>
    public static WorkspaceLock Take(string folder)
    {
        string path = Path.Combine(folder, FileName);
        while (true)
        {
            FileStream file;
            try
            {
                file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (FileInUse.IsReasonOf(e))
            {
                throw new InvalidOperationException(
                    $"{nameof(AssSegmentationOptions.Run)}.{nameof(RunOptions.WorkspacePath)} '{folder}' is in use by another "
                        + "run. Two runs cannot share a workspace.",
                    e
                );
            }

            // The previous holder may have deleted the file after it was opened here; a third run could then create a new one.
            if (File.Exists(path))
            {
                return new WorkspaceLock(file);
            }
            file.Dispose();
        }
    }

    /// <summary>Releases the lock and deletes the file.</summary>
    public void Dispose()
    {
        // On Unix, delete the file while it is held, so that no one locks a file about to be deleted; Windows cannot delete an open file.
        if (!OperatingSystem.IsWindows())
        {
            Remove();
        }
        _file.Dispose();
        if (OperatingSystem.IsWindows())
        {
            Remove();
        }
    }

    private void Remove()
    {
        try
        {
            File.Delete(_file.Name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A leftover file does no harm: the next run reuses it.
        }
    }
}
