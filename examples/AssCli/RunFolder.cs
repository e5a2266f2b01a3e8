using Microsoft.ML;

namespace AssCli;

/// <summary>What a training run leaves behind: <c>options.json</c>, <c>results.csv</c> and <c>model.zip</c>.</summary>
internal sealed class RunFolder(string path)
{
    private const string ModelName = "model.zip";

    public string ModelPath => Path.Combine(path, ModelName);

    public string ResultsPath => Path.Combine(path, "results.csv");

    /// <summary>The model file of a run's folder, or the file itself.</summary>
    public static string FindModel(string pathOrRun)
    {
        string file = Directory.Exists(pathOrRun) ? Path.Combine(pathOrRun, ModelName) : pathOrRun;
        return File.Exists(file) ? file : throw new FileNotFoundException($"There is no model at '{file}'.");
    }

    /// <summary>Refuses to write over a finished run, before anything expensive begins.</summary>
    public void CheckFree(bool overwrite)
    {
        if (!overwrite && File.Exists(ModelPath))
            throw new IOException($"'{ModelPath}' exists: choose another --output, or give --overwrite to replace that run.");
    }

    /// <summary>Begins a run: an earlier model goes, because it would not belong to the options beside it.</summary>
    public void Begin(string options)
    {
        Directory.CreateDirectory(path);
        File.Delete(ModelPath);
        AtomicFile.Write(Path.Combine(path, "options.json"), file => File.WriteAllText(file, options));
    }

    public void SaveModel(MLContext ml, ITransformer model, DataViewSchema inputSchema) =>
        AtomicFile.Write(ModelPath, file => ml.Model.Save(model, inputSchema, file));
}
