using Ass.MLNet.Reporting;
using Microsoft.ML;

namespace AssCli;

/// <summary>What a training run leaves behind: <c>options.json</c> and <c>model.zip</c> beside what the library writes into its workspace.</summary>
internal sealed class RunFolder(string path)
{
    private const string ModelName = "model.zip";

    public string FullPath => Path.GetFullPath(path);

    public string ModelPath => Path.Combine(path, ModelName);

    private string CheckpointsPath => Path.Combine(path, "checkpoints");

    /// <summary>The model file of a run's folder, or the file itself.</summary>
    public static string FindModel(string pathOrRun)
    {
        string file = Directory.Exists(pathOrRun) ? Path.Combine(pathOrRun, ModelName) : pathOrRun;
        return File.Exists(file) ? file : throw new FileNotFoundException($"There is no model at '{file}'.");
    }

    /// <summary>Refuses to write over another run, before anything expensive begins.</summary>
    public void CheckFree(bool resume, bool overwrite)
    {
        if (resume && overwrite)
            throw new UsageException("--resume goes on with a run and --overwrite replaces it: give one of them.");
        if (resume || overwrite)
            return;
        if (File.Exists(ModelPath))
            throw new IOException($"'{ModelPath}' exists: choose another --output, or give --overwrite to replace that run.");
        if (Directory.Exists(CheckpointsPath) && Directory.EnumerateFiles(CheckpointsPath).Any())
            throw new IOException($"'{path}' holds a run that was stopped: give --resume to go on with it, --overwrite to replace it, or choose another --output.");
    }

    /// <summary>Begins a run; where it does not resume an earlier one, that one's models, checkpoints and pictures go, because they would not belong to
    /// the options beside them.</summary>
    public void Begin(string options, bool resume)
    {
        Directory.CreateDirectory(path);
        if (!resume)
        {
            foreach (string folder in new[] { "checkpoints", "tensorboard", SegmentationReport.StripsFolder, SegmentationReport.ChartsFolder })
            {
                if (Directory.Exists(Path.Combine(path, folder)))
                    Directory.Delete(Path.Combine(path, folder), recursive: true);
            }

            foreach (string file in new[] { ModelName, "best.zip", ConfusionMatrixFile.Name, SegmentationReport.FileName })
                File.Delete(Path.Combine(path, file));
        }

        AtomicFile.Write(Path.Combine(path, "options.json"), file => File.WriteAllText(file, options));
    }

    public void SaveModel(MLContext ml, ITransformer model, DataViewSchema inputSchema) =>
        AtomicFile.Write(ModelPath, file => ml.Model.Save(model, inputSchema, file));
}
