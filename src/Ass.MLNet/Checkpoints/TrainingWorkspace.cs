using Ass.MLNet.Files;

namespace Ass.MLNet.Checkpoints;

/// <summary>The folder of one run, locked by one process at a time. A run that writes no files leaves no folder behind.</summary>
internal sealed class TrainingWorkspace : IDisposable
{
    private readonly WorkspaceLock _held;
    private readonly IReadOnlyList<string> _made;

    private TrainingWorkspace(string path, WorkspaceLock held, IReadOnlyList<string> made)
    {
        (_held, _made) = (held, made);
        FullPath = path;
        Checkpoints = new CheckpointFolder(Path.Combine(path, "checkpoints"));
        BestModel = new BestModelFile(path);
        AtomicFile.RemovePartials(path);
    }

    public string FullPath { get; }

    public CheckpointFolder Checkpoints { get; }

    public BestModelFile BestModel { get; }

    /// <summary>Creates the folder if missing and locks it until disposed; the lock ends with the process.</summary>
    /// <exception cref="InvalidOperationException">The folder is not writable, or another run has locked it.</exception>
    public static TrainingWorkspace Open(string path)
    {
        string full = Path.GetFullPath(path);
        IReadOnlyList<string> made = [];
        WorkspaceLock? held = null;
        try
        {
            made = Make(full);
            held = WorkspaceLock.Take(full);
            return new TrainingWorkspace(full, held, made);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            held?.Dispose();
            RemoveEmpty(made);
            throw new InvalidOperationException(
                $"{nameof(AssSegmentationOptions)}.{nameof(AssSegmentationOptions.Run)}.{nameof(RunOptions.WorkspacePath)} "
                    + $"'{full}' cannot be written: {e.Message}",
                e
            );
        }
    }

    /// <summary>Finds the checkpoint to resume from with these options; null to start from scratch.</summary>
    /// <exception cref="InvalidOperationException">There are checkpoints, but <see cref="RunOptions.Resume"/> is false.</exception>
    /// <exception cref="InvalidDataException">All checkpoints are damaged.</exception>
    public (string Path, TrainingState State)? FindCheckpoint(AssSegmentationOptions options, Action<string> warn)
    {
        if (!options.Run.Resume)
        {
            return Checkpoints.Trace is not { } trace
                ? null
                : throw new InvalidOperationException(
                    $"{nameof(options.Run)}.{nameof(options.Run.WorkspacePath)} '{FullPath}' holds checkpoints of an earlier run "
                        + $"('{Path.GetFileName(trace)}'): set {nameof(options.Run)}.{nameof(options.Run.Resume)} to go on with it, "
                        + $"choose another {nameof(options.Run)}.{nameof(options.Run.WorkspacePath)}, or delete its folder "
                        + "'checkpoints'."
                );
        }

        var found = Checkpoints.FindNewest(warn);
        if (found is { } checkpoint)
        {
            BestModel.Check(checkpoint.State, warn);
        }

        return found;
    }

    public void Dispose()
    {
        _held.Dispose();
        RemoveEmpty(_made);
    }

    /// <returns>The created folders, innermost first.</returns>
    private static List<string> Make(string folder)
    {
        var missing = new List<string>();
        for (string? at = folder; at is not null && !Directory.Exists(at); at = Path.GetDirectoryName(at))
        {
            missing.Add(at);
        }
        Directory.CreateDirectory(folder);
        return missing;
    }

    private static void RemoveEmpty(IEnumerable<string> folders)
    {
        foreach (string folder in folders)
        {
            try
            {
                Directory.Delete(folder);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The folder is no longer empty, or is in use.
                return;
            }
        }
    }
}
