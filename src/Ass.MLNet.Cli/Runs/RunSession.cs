using Ass.MLNet.Cli.CommandLine;

namespace Ass.MLNet.Cli.Runs;

/// <summary>One training in a run's folder: its working folder, and what remains however it ends.</summary>
/// <remarks>A run that replaces another one works in a subfolder and takes its place when complete; until then the other one is unchanged.
/// The folder is claimed.</remarks>
internal sealed class RunSession : IDisposable
{
    private readonly RunFolder _run;
    private readonly bool _isNew;
    private readonly bool _replaces;
    private string[] _before;
    private readonly IDisposable? _held;
    private bool _isWhole;

    /// <param name="run">The run's folder.</param>
    /// <param name="replaces">Whether to keep the existing run until this one is complete.</param>
    /// <param name="resumes">Whether to resume the existing run instead of starting anew.</param>
    /// <exception cref="IOException">Another process is training in the folder to be replaced, or the folder holds files of a run's names
    /// that no run wrote.</exception>
    public RunSession(RunFolder run, bool replaces, bool resumes)
    {
        (_run, _replaces, _isNew) = (run, replaces, !resumes);
        Work = replaces ? RunReplacement.NewRun(run) : run;
        if (!replaces && !run.HasRun)
        {
            run.CheckIsOurs();
        }
        _before = [.. RunFiles.In(Work.Path)];
        if (replaces && File.Exists(run.At(RunFiles.InUse)))
        {
            _held = FileClaim.TryTake(run.At(RunFiles.InUse))
                ?? throw new IOException(
                    $"'{run.Path}' is in use: another program is training there. Nothing was changed; wait until it has ended, "
                        + "stop it, or choose another --output."
                );
        }
    }

    /// <summary>The folder to work in.</summary>
    public RunFolder Work { get; }

    /// <summary>Advice on using the steps trained so far; null if nothing is left of them.</summary>
    public string? Left =>
        !Work.HasSteps ? null
        : _replaces
            ? $"The run in '{_run.Path}' is as it was. The new one's steps {Extent} are in '{Work.Path}': the same command with "
                + "--overwrite --resume goes on with them."
        : $"The steps {Extent} are saved: the same command with --resume goes on with them.";

    /// <summary>Which steps a resumption goes on from.</summary>
    private string Extent => Work.NewestStep is { } newest ? $"up to {newest}" : "so far";

    /// <summary>Opens a folder for <c>train</c>; refuses to overwrite another run before anything expensive begins.</summary>
    /// <exception cref="UsageException">Options contradict one another.</exception>
    /// <exception cref="IOException">There is another run, or somebody trains there.</exception>
    public static RunSession Open(RunFolder run, bool resume, bool overwrite)
    {
        if (RunReplacement.IsCutOff(run))
        {
            RunReplacement.Complete(run);
            Terminal.Line($"Completed the replacement of the run in '{run.Path}', which was interrupted.");
        }

        var newRun = RunReplacement.NewRun(run);
        RunReplacement.BringStoppedBack(newRun);
        if (!resume && !overwrite && File.Exists(run.ModelPath))
        {
            throw new IOException($"'{run.ModelPath}' exists: choose another --output, or give --overwrite to replace that run.");
        }
        if (!resume && !overwrite && run.HasRun)
        {
            throw new IOException(
                $"'{run.Path}' holds a run that was stopped: give --resume to go on with it, --overwrite to replace it, or "
                    + "choose another --output."
            );
        }
        if (resume && !overwrite && newRun.HasSteps)
        {
            throw new IOException(
                $"'{run.Path}' holds two runs: its own, and one in '{newRun.Path}' that was to replace it and was stopped. Give "
                    + "--overwrite --resume to go on with the second, or remove its folder to go on with the first."
            );
        }

        if (resume && !overwrite && File.Exists(run.ModelPath) && !run.HasSteps)
        {
            throw new IOException(
                $"'{run.ModelPath}' exists, but there is no checkpoint to go on from, and training from the start would replace "
                    + "that model: give --overwrite for that, or choose another --output."
            );
        }

        if (resume && overwrite && run.HasSteps && !newRun.HasSteps)
        {
            Terminal.Warning(
                $"The run in '{run.Path}' is not resumed: with --overwrite, another one begins that replaces it. --resume alone goes on "
                    + "with it."
            );
        }
        return new(run, replaces: overwrite && (run.HasRun || (resume && newRun.HasSteps)), resume);
    }

    /// <summary>Prepares the folder. Unless the run is resumed, the remains of a run that was killed before its first checkpoint are
    /// deleted, since they would not match the new options.</summary>
    public void Begin()
    {
        if (!_isNew)
        {
            return;
        }
        _before = [];
        if (!_replaces)
        {
            Work.Clear();
        }
        else if (Work.HasSteps)
        {
            Terminal.Warning(
                $"'{Work.Path}' holds steps of a replacement that was stopped. They are removed when this one begins, as --overwrite was "
                    + "given without --resume."
            );
            RunReplacement.PutStoppedAside(Work);
        }
        else
        {
            RunReplacement.Remove(Work);
        }
    }

    /// <summary>Notes that all checks have passed and the first step follows: what it replaces of another attempt is removed.</summary>
    /// <param name="settings">The contents of <c>options.json</c>.</param>
    public void HasBegun(string settings)
    {
        if (_replaces)
        {
            RunReplacement.RemoveStopped(Work);
        }
        Work.WriteOptions(settings);
    }

    /// <summary>Puts the complete run in place of the one that it replaces.</summary>
    public void Finish()
    {
        _held?.Dispose();
        if (_replaces)
        {
            RunReplacement.Start(_run);
        }
        _isWhole = true;
    }

    /// <summary>Deletes an unsuccessful run's files.</summary>
    public void Dispose()
    {
        _held?.Dispose();
        if (_isWhole)
        {
            return;
        }
        try
        {
            if (_replaces)
            {
                RunReplacement.BringStoppedBack(Work);
            }
            if (Work.HasRun)
            {
                return;
            }
            if (_replaces)
            {
                RunReplacement.Remove(Work);
            }
            else
            {
                Work.Clear(except: _before);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The error that ended the run is the one to report.
            Terminal.Warning($"'{Work.Path}' holds what is left of a run that came to nothing: {e.Message}");
        }
    }
}
