using System.Text.Json;
using System.Text.Json.Nodes;
using Ass.MLNet.Cli.Runs;

namespace Ass.MLNet.Cli.Research.Cells;

/// <summary>The folder of a cell: a run's folder, and <c>result.json</c> once the cell is finished.</summary>
internal sealed class CellFolder(string path)
{
    public RunFolder Run { get; } = new(path);

    /// <summary>The cell's result, the last file to be written.</summary>
    public string ResultPath => Run.At(RunFiles.CellResult);

    private string SettingsPath => Run.At(RunFiles.Options);

    /// <summary>The differences between the settings and those that the cell was started with; empty if it was not started.</summary>
    /// <exception cref="InvalidDataException">The folder contains something that is not a cell.</exception>
    public IReadOnlyList<string> Differences(JsonObject settings)
    {
        if (!File.Exists(SettingsPath))
        {
            return File.Exists(Run.ModelPath) || File.Exists(ResultPath)
                ? throw new InvalidDataException(
                    $"'{path}' has no options.json, so that it is not known what was trained there: remove it or choose another --output."
                )
                : [];
        }

        try
        {
            var earlier = JsonNode.Parse(File.ReadAllBytes(SettingsPath)) as JsonObject ?? [];
            return CellSettings.Differences(earlier, settings, isFinished: File.Exists(ResultPath));
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"'{SettingsPath}' is damaged: {e.Message}", e);
        }
    }

    /// <summary>Opens the cell, which this process has claimed: resumes it if its settings are the same, otherwise trains it again next to
    /// the existing run.</summary>
    public RunSession Open(JsonObject settings)
    {
        RunReplacement.Complete(Run);
        if (Differences(settings).Count == 0)
        {
            File.Delete(ResultPath);
            return new(Run, replaces: false, resumes: true);
        }

        bool replaces = Run.HasRun;
        return new(Run, replaces, resumes: replaces && new CellFolder(RunReplacement.NewRun(Run).Path).Differences(settings).Count == 0);
    }

    /// <summary>Finishes the cell. Its checkpoints, larger than everything else, are no longer needed and are deleted.</summary>
    public void Finish<T>(T result)
    {
        ResultFile.Write(ResultPath, result);
        RunFiles.Delete(Run.At(RunFiles.Checkpoints));
    }
}
