using Ass.MLNet.Files;

namespace Ass.MLNet.Checkpoints;

/// <summary>The sign that a run uses a folder: a file that one process at a time has open. The operating system takes it from a process
/// that dies.</summary>
internal sealed class WorkspaceLock : IDisposable
{
    private const string FileName = ".in-use";

    private readonly FileStream _file;

    private WorkspaceLock(FileStream file) => _file = file;

    /// <exception cref="InvalidOperationException">Another run holds it.</exception>
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

            // Whoever held it a moment ago may have removed the file after it was opened here: a third run would then make a new one.
            if (File.Exists(path))
            {
                return new WorkspaceLock(file);
            }
            file.Dispose();
        }
    }

    /// <summary>Lets go, and removes the file.</summary>
    public void Dispose()
    {
        // On Unix while it is held, so that nobody takes a file that is about to lose its name; Windows does not remove a file that is
        // open.
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
            // It does no harm: the next run takes it.
        }
    }
}
