using Ass.MLNet.Files;

namespace Ass.MLNet.Checkpoints;

/// <summary>The model of the best validation in a run's folder, in ML.NET's format, and beside it a record of the step that it is
/// of.</summary>
/// <remarks>The model is saved at once, but the state that knows of it with the next checkpoint. A run that goes on from an earlier one
/// makes another history, whose best is another model.</remarks>
/// <param name="folder">The run's folder.</param>
internal sealed class BestModelFile(string folder)
{
    private const string Aside = "best-abandoned.zip";

    public string Path => At("best.zip");

    private string RecordPath => Path + ".json";

    /// <summary>Saves a model.</summary>
    /// <remarks>The record, which has the model's hash, comes second: where a process dies between the two, it is known not to be of the
    /// new model; where it dies before, nothing has changed.</remarks>
    /// <param name="best">What it is of.</param>
    /// <param name="write">Writes the model to a path, wholly or not at all.</param>
    /// <exception cref="IOException">It could not be written; the earlier files are unchanged.</exception>
    public void Save(BestValidation best, Action<string> write)
    {
        write(Path);
        try
        {
            RecordFile.Write(RecordPath, new ModelRecord(best.Step, best.MeanIoU, FileHash.Of(Path)), durable: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // No room, even for so little: the model counts all the same, and no record is better than that of another one.
            File.Delete(RecordPath);
        }
    }

    /// <summary>Makes sure that the file is the best model that a checkpoint knows of; if it is another one or gone, the state forgets
    /// it.</summary>
    /// <param name="state">The checkpoint's state.</param>
    /// <param name="warn">Receives a warning about another or a missing model.</param>
    public void Check(TrainingState state, Action<string> warn)
    {
        if (!File.Exists(Path))
        {
            if (state.Best is { } gone)
            {
                warn($"'{Path}', the best model so far (step {gone.Step}), is gone: the best of the validations to come takes its place.");
                state.ForgetBest();
            }
            return;
        }
        if (RecordFile.Read<ModelRecord>(RecordPath) is not { } record)
        {
            return;
        }
        bool isOfRecord = string.Equals(record.Sha256, FileHash.Of(Path), StringComparison.OrdinalIgnoreCase);
        var found = new BestValidation(record.Step, record.MeanIoU);
        if (isOfRecord && found == state.Best)
        {
            return;
        }
        string which = isOfRecord ? $"the model of {Text(found)}" : "a later model than its record's";
        string known = state.Best is { } best ? FormattableString.Invariant($", whose best is {Text(best)}") : "";
        warn(
            $"'{Path}' is {which}, of which the checkpoint of step {state.Step} knows nothing{known}: {PutAside()}, and the best of the "
                + "validations to come takes its place."
        );
        state.ForgetBest();
    }

    private static string Text(BestValidation best) => FormattableString.Invariant($"step {best.Step} (mIoU {best.MeanIoU:0.0000})");

    /// <summary>Renames the model; one that was put aside before is replaced, so that a run that is killed again and again does not fill
    /// the disk.</summary>
    /// <returns>What became of it, for a warning.</returns>
    private string PutAside()
    {
        try
        {
            File.Move(Path, At(Aside), overwrite: true);
            File.Delete(RecordPath);
            return $"it was renamed to '{Aside}'";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"it could not be renamed ({e.Message})";
        }
    }

    private string At(string name) => System.IO.Path.Combine(folder, name);

    private sealed record ModelRecord(int Step, double MeanIoU, string Sha256);
}
