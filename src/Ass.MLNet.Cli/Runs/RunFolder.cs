using System.Globalization;
using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Files;
using Ass.MLNet.Reporting;
using Microsoft.ML;

namespace Ass.MLNet.Cli.Runs;

/// <summary>A training run's folder: <c>options.json</c> and <c>model.zip</c> next to the files of the library's workspace.</summary>
/// <param name="path">The folder.</param>
internal sealed class RunFolder(string path)
{
    public string Path => path;

    public string ModelPath => At(RunFiles.Model);

    /// <summary>Whether the folder has a run: a finished model, or steps to resume from.</summary>
    public bool HasRun => HasSteps || new[] { RunFiles.Model, RunFiles.BestModel, RunFiles.CellResult }.Any(name => File.Exists(At(name)));

    /// <summary>Whether anything here tells of a run: its settings, its curves or its model.</summary>
    public bool HasRecords =>
        new[] { RunFiles.Options, RunFiles.Results, RunFiles.Model, RunFiles.BestModel }.Any(name => File.Exists(At(name)));

    /// <summary>Whether there is a checkpoint of a step; a run that fails in its first one may save that moment, too.</summary>
    public bool HasSteps =>
        Directory.Exists(At(RunFiles.Checkpoints))
        && Directory
            .EnumerateFiles(At(RunFiles.Checkpoints), "*.checkpoint*")
            .Any(file => System.IO.Path.GetFileName(file).Any(c => c is >= '1' and <= '9'));

    /// <summary>The step of the newest checkpoint; null if there is none.</summary>
    public int? NewestStep =>
        Directory.Exists(At(RunFiles.Checkpoints))
            ? Directory.EnumerateFiles(At(RunFiles.Checkpoints), "step-*.checkpoint").Select(StepOf).Max()
            : null;

    /// <summary>A sentence about a finished run that was trained on and stopped: its files tell of two trainings. Null for all
    /// others.</summary>
    public string? Contradiction =>
        File.Exists(ModelPath) && FinishedStep is { } finished && Math.Max(NewestStep ?? 0, LastReport) is var newest && newest > finished
            ? $"The run in '{path}' was finished at step {finished}, then trained on to step {newest} and stopped: {RunFiles.Model} and "
                + $"what was measured of it are of step {finished}, options, curves and checkpoints of the longer training."
            : null;

    /// <summary>The step of the last report; 0 if there is none, or it cannot be read at the moment.</summary>
    private int LastReport
    {
        get
        {
            try
            {
                using var file = new StreamReader(
                    new FileStream(At(RunFiles.Results), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)
                );

                // What stands behind the last line's end was torn off.
                string[] lines = file.ReadToEnd().Split('\n')[..^1];
                string step = lines.LastOrDefault("").Split(',')[0];
                return int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out int last) ? last : 0;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return 0;
            }
        }
    }

    /// <summary>The step at which the run was finished; null if that is not known.</summary>
    private int? FinishedStep => RecordFile.Read<ModelRecord>(At(RunFiles.ModelRecord))?.Step;

    /// <summary>The step of the best model; null if there is none, or its step is not known.</summary>
    public int? BestStep => RecordFile.Read<ModelRecord>(At(RunFiles.BestModelRecord))?.Step;

    /// <summary>The model file of a run's folder, or the file itself. Says so where it is not what the folder's other files tell
    /// of.</summary>
    public static string FindModel(string pathOrRun)
    {
        if (Directory.Exists(pathOrRun))
        {
            var run = new RunFolder(pathOrRun);
            run.CompleteReplacement();
            if (run.Contradiction is { } contradiction)
            {
                Terminal.Warning(contradiction);
            }
        }

        string file = Directory.Exists(pathOrRun) ? System.IO.Path.Combine(pathOrRun, RunFiles.Model) : pathOrRun;
        if (File.Exists(file))
        {
            return file;
        }
        string best = System.IO.Path.Combine(pathOrRun, RunFiles.BestModel);
        string hint = File.Exists(best) ? $" The run was stopped; its best model so far is '{best}'." : "";
        throw new FileNotFoundException($"There is no model at '{file}'.{hint}");
    }

    /// <summary>Completes the swap for a new run if it was cut off.</summary>
    public void CompleteReplacement()
    {
        if (RunReplacement.IsCutOff(this))
        {
            using var claim = FileClaim.Take(At(RunFiles.Claim));
            RunReplacement.Complete(this);
        }
    }

    public string At(string name) => System.IO.Path.Combine(path, name);

    public void WriteOptions(string options) => AtomicFile.Write(At(RunFiles.Options), file => File.WriteAllText(file, options));

    /// <summary>Saves the model of a finished run.</summary>
    /// <param name="ml">Writes it.</param>
    /// <param name="model">The model.</param>
    /// <param name="inputSchema">The training data's schema.</param>
    /// <param name="last">The last report; null if there was none, as when a finished run is resumed.</param>
    public void SaveModel(MLContext ml, ITransformer model, DataViewSchema inputSchema, AssTrainingProgress? last)
    {
        // At no moment does the record tell of another model.
        File.Delete(At(RunFiles.ModelRecord));
        AtomicFile.Write(
            ModelPath,
            (Stream file) =>
            {
                // ML.NET ignores some failed writes.
                var written = new ForwardStream(file);
                ml.Model.Save(model, inputSchema, written);
                written.CheckWritten();
            },
            durable: true
        );

        // Where there was no room, the last step has no checkpoint.
        int step = Math.Max(NewestStep ?? 0, last?.Step ?? 0);
        RecordFile.Write(At(RunFiles.ModelRecord), new ModelRecord(step));
    }

    /// <summary>Removes what was measured of an earlier model: the report would show it as the next one's.</summary>
    public void RemoveMetrics()
    {
        foreach (string name in new[] { ConfusionMatrixFile.Name, SegmentationReport.StripsFolder })
        {
            RunFiles.Delete(At(name));
        }
    }

    /// <summary>Makes sure that what has the names of a run's files is left of a run, so that it may be removed.</summary>
    /// <exception cref="IOException">It is not: no settings of a run lie beside it.</exception>
    public void CheckIsOurs()
    {
        string[] found = [.. RunFiles.In(path).Where(name => name != RunFiles.CellFailure && !RunFiles.IsLeftover(At(name)))];
        if (found.Length > 0 && !ToolOutputs.IsRun(path))
        {
            throw new IOException(
                $"'{path}' holds {string.Join(", ", found)}, which a new run would replace, and no {RunFiles.Options} of a run beside it: "
                    + "move that away, or choose another --output."
            );
        }
    }

    /// <summary>Deletes all files of a run, except those to keep.</summary>
    public void Clear(params IReadOnlyCollection<string> except)
    {
        foreach (string name in RunFiles.In(path).Except(except))
        {
            RunFiles.Delete(At(name));
        }
    }

    private static int? StepOf(string checkpoint)
    {
        string name = System.IO.Path.GetFileNameWithoutExtension(checkpoint);
        return int.TryParse(name.AsSpan("step-".Length), NumberStyles.None, CultureInfo.InvariantCulture, out int step) ? step : null;
    }

    private sealed record ModelRecord(int Step);
}
