using Ass.MLNet.Files;

namespace Ass.MLNet.Cli.Runs;

/// <summary>Replaces a run by a new one that was trained inside its folder.</summary>
/// <remarks>
/// Inside, because the parent folder may belong to another user, or the run's folder may be a mount point, which cannot be renamed. Files
/// are renamed one by one; a marker records the progress, so that the next command to open the folder after a crash completes it. Nothing
/// is deleted before everything is in place.
/// </remarks>
internal static class RunReplacement
{
    /// <summary>The folder of the new run, below that of the old one.</summary>
    public const string NewName = "replacement-run";

    private const string OldName = ".replaced-run";

    /// <summary>In the new run's folder: an earlier replacement that was stopped, until the next one has begun.</summary>
    private const string StoppedName = ".stopped-run";

    /// <summary>Marker in the new run's folder: the new run is complete, and the old one is being moved away.</summary>
    private const string Whole = ".whole";

    /// <summary>The next marker: the old run has been moved away, and the new one is being moved in.</summary>
    private const string Moving = ".moving";

    private static readonly string[] Own = [RunFiles.InUse, Whole, Moving];

    /// <summary>The folder in which to train a run that replaces the existing one.</summary>
    public static RunFolder NewRun(RunFolder run) => new(run.At(NewName));

    /// <summary>Whether a replacement was stopped while files were moved.</summary>
    public static bool IsCutOff(RunFolder run) => IsMarked(run, Whole) || IsMarked(run, Moving) || Directory.Exists(run.At(OldName));

    /// <summary>Replaces the run by the new one, which is complete.</summary>
    public static void Start(RunFolder run)
    {
        File.WriteAllBytes(NewRun(run).At(Whole), []);
        Complete(run);
    }

    /// <summary>Completes an interrupted replacement; the caller has claimed the folder.</summary>
    public static void Complete(RunFolder run)
    {
        RunFolder newRun = NewRun(run),
            oldRun = new(run.At(OldName));
        if (IsMarked(run, Whole))
        {
            Directory.CreateDirectory(oldRun.Path);
            MoveAll(run, oldRun, RunFiles.In(run.Path).Reverse());
            File.Move(newRun.At(Whole), newRun.At(Moving));
        }

        if (IsMarked(run, Moving))
        {
            MoveAll(newRun, run, RunFiles.In(newRun.Path));
            foreach (string model in new[] { run.ModelPath, run.At(RunFiles.BestModel) }.Where(File.Exists))
            {
                AtomicFile.Announce(model);
            }
            Remove(newRun);
        }

        Remove(oldRun);
    }

    /// <summary>Puts the steps of a replacement that was stopped out of the way of the next one.</summary>
    /// <exception cref="IOException">The folder contains something that does not belong to a run.</exception>
    public static void PutStoppedAside(RunFolder newRun)
    {
        CheckHoldsNothingElse(newRun);
        var stopped = Stopped(newRun);
        Directory.CreateDirectory(stopped.Path);
        MoveAll(newRun, stopped, RunFiles.In(newRun.Path));
    }

    /// <summary>Undoes <see cref="PutStoppedAside"/>, wherever it was interrupted: the next replacement did not begin.</summary>
    public static void BringStoppedBack(RunFolder newRun)
    {
        var stopped = Stopped(newRun);
        MoveAll(stopped, newRun, RunFiles.In(stopped.Path));
        Remove(stopped);
    }

    /// <summary>Removes what was put aside: the next replacement has begun.</summary>
    public static void RemoveStopped(RunFolder newRun) => Remove(Stopped(newRun));

    /// <summary>Removes a run's folder.</summary>
    /// <exception cref="IOException">It contains something that does not belong to a run.</exception>
    public static void Remove(RunFolder run)
    {
        if (!Directory.Exists(run.Path))
        {
            return;
        }
        run.Clear();
        foreach (string name in Own)
        {
            File.Delete(run.At(name));
        }
        CheckHoldsNothingElse(run);
        Directory.Delete(run.Path);
    }

    private static RunFolder Stopped(RunFolder newRun) => new(newRun.At(StoppedName));

    private static void CheckHoldsNothingElse(RunFolder run)
    {
        if (
            Directory
                .EnumerateFileSystemEntries(run.Path)
                .Select(Path.GetFileName)
                .Except([.. RunFiles.In(run.Path), .. Own])
                .FirstOrDefault() is
            { } stranger
        )
        {
            throw new IOException(
                $"'{run.Path}' cannot be removed: it holds '{stranger}', which is none of a run's "
                    + "files. Move it elsewhere, and try again."
            );
        }
    }

    private static bool IsMarked(RunFolder run, string marker) => File.Exists(NewRun(run).At(marker));

    private static void MoveAll(RunFolder from, RunFolder to, IEnumerable<string> names)
    {
        foreach (string name in names)
        {
            RunFiles.Move(from.At(name), to.At(name));
        }
    }
}
