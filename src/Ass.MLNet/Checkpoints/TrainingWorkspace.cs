namespace Ass.MLNet;

/// <summary>The folder of one run, held by one process at a time.</summary>
internal sealed class TrainingWorkspace : IDisposable
{
    private readonly FileStream held;

    private TrainingWorkspace(string path, FileStream held)
    {
        this.held = held;
        FullPath = path;
        Checkpoints = new CheckpointFolder(Path.Combine(path, "checkpoints"));
        DurableFile.RemovePartials(path);
    }

    public string FullPath { get; }

    public CheckpointFolder Checkpoints { get; }

    /// <summary>The model of the best validation, in ML.NET's format.</summary>
    public string BestModelPath => Path.Combine(FullPath, "best.zip");

    /// <summary>Makes the folder where it does not exist, and takes hold of it until it is disposed; a process that dies lets go.</summary>
    /// <exception cref="InvalidOperationException">The folder cannot be written, or another run holds it.</exception>
    public static TrainingWorkspace Open(string path)
    {
        string full = Path.GetFullPath(path);
        FileStream? held = null;
        try
        {
            Directory.CreateDirectory(full);
            held = Hold(Path.Combine(full, ".in-use"), full);
            return new TrainingWorkspace(full, held);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            held?.Dispose();
            throw new InvalidOperationException(
                $"{nameof(AssSegmentationOptions)}.{nameof(AssSegmentationOptions.WorkspacePath)} '{full}' cannot be written: {e.Message}", e);
        }
    }

    /// <summary>The checkpoint that a run with these options goes on from, or null for a run from the start.</summary>
    /// <exception cref="InvalidOperationException">There are checkpoints, but <see cref="AssSegmentationOptions.Resume"/> is false.</exception>
    /// <exception cref="InvalidDataException">All checkpoints are damaged.</exception>
    public (string Path, TrainingState State)? FindCheckpoint(AssSegmentationOptions options, Action<string> warn)
    {
        if (options.Resume)
            return Checkpoints.FindNewest(warn);
        if (Checkpoints.Files is [var newest, ..])
        {
            throw new InvalidOperationException(
                $"{nameof(options.WorkspacePath)} '{FullPath}' holds checkpoints of an earlier run ('{Path.GetFileName(newest)}'): set {nameof(options.Resume)} to go on "
                + $"with it, choose another {nameof(options.WorkspacePath)}, or delete its folder 'checkpoints'.");
        }

        return null;
    }

    public void Dispose() => held.Dispose();

    private static FileStream Hold(string file, string folder)
    {
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (File.Exists(file))
        {
            throw new InvalidOperationException(
                $"{nameof(AssSegmentationOptions.WorkspacePath)} '{folder}' is in use by another run. Two runs cannot share a workspace.", e);
        }
    }
}
