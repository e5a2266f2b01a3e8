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

    /// <summary>The model file of a run's folder, or the file itself.</summary>
    public static string FindModel(string pathOrRun)
    {
        if (Directory.Exists(pathOrRun))
        {
            var run = new RunFolder(pathOrRun);
            if (RunReplacement.IsCutOff(run))
            {
                using var claim = FileClaim.Take(run.At(RunFiles.Claim));
                RunReplacement.Complete(run);
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

    public string At(string name) => System.IO.Path.Combine(path, name);

    public void WriteOptions(string options) => AtomicFile.Write(At(RunFiles.Options), file => File.WriteAllText(file, options));

    public void SaveModel(MLContext ml, ITransformer model, DataViewSchema inputSchema) =>
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
}
