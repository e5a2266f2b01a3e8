using Ass.MLNet.Files;

namespace Ass.MLNet.Cli.Runs;

/// <summary>Puts a run that was trained beside another one, within its folder, into its place.</summary>
/// <remarks>
/// Within, because the folder above may belong to somebody else, or the run's folder be a disk of its own, which cannot be renamed. Files
/// are renamed one by one; a marker tells how far that has come, so that whoever opens the folder after a crash completes it. Nothing is
/// removed before all is in place.
/// </remarks>
internal static class RunReplacement
{
    /// <summary>The folder of the new run, below that of the old one.</summary>
    public const string NewName = "replacement-run";

    private const string OldName = ".replaced-run";

    /// <summary>In the new run's folder: it is whole, and the old one is being moved away.</summary>
    private const string Whole = ".whole";

    /// <summary>In its stead: the old run is away, and the new one is being moved in.</summary>
    private const string Moving = ".moving";

    /// <summary>Where a run is trained that is to replace the one in a folder.</summary>
    public static RunFolder NewRun(RunFolder run) => new(run.At(NewName));

    /// <summary>Whether a replacement was stopped while files were moved.</summary>
    public static bool IsCutOff(RunFolder run) => IsMarked(run, Whole) || IsMarked(run, Moving) || Directory.Exists(run.At(OldName));

    /// <summary>Replaces the run by the new one, which is whole.</summary>
    public static void Start(RunFolder run)
    {
        File.WriteAllBytes(NewRun(run).At(Whole), []);
        Complete(run);
    }

    /// <summary>Goes on with a replacement wherever it was stopped; the caller has claimed the folder.</summary>
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

    /// <summary>Removes a run's folder.</summary>
    /// <exception cref="IOException">It holds something that is none of a run's.</exception>
    public static void Remove(RunFolder run)
    {
        if (!Directory.Exists(run.Path))
        {
            return;
        }
        run.Clear();
        foreach (string name in new[] { RunFiles.InUse, Whole, Moving })
        {
            File.Delete(run.At(name));
        }
        if (Directory.EnumerateFileSystemEntries(run.Path).FirstOrDefault() is { } stranger)
        {
            throw new IOException(
                $"'{run.Path}' cannot be removed: it holds '{System.IO.Path.GetFileName(stranger)}', which is none of a run's "
                    + "files. Move it elsewhere, and try again."
            );
        }
        Directory.Delete(run.Path);
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
