using System.Text.Json;
using System.Text.Json.Serialization;
using Ass.MLNet.Files;

namespace Ass.MLNet.Checkpoints;

/// <summary>The model of the best validation in a run's folder, in ML.NET's format, and beside it the step that it is of.</summary>
/// <remarks>The model is saved at once, but the state that knows of it with the next checkpoint. A run that goes on from an earlier one
/// makes another history, whose best is another model.</remarks>
/// <param name="folder">The run's folder.</param>
internal sealed class BestModelFile(string folder)
{
    // An mIoU is NaN where labels show no class.
    private static readonly JsonSerializerOptions WithNaN = new(JsonSerializerOptions.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public string Path => At("best.zip");

    private string RecordPath => At("best.json");

    /// <summary>Saves a model.</summary>
    /// <remarks>The record comes first: a process that dies between the two leaves a model that is put aside, not one that is taken for
    /// another.</remarks>
    /// <param name="best">What it is of.</param>
    /// <param name="write">Writes the model to a path, wholly or not at all.</param>
    /// <exception cref="IOException">It could not be written; the earlier files are unchanged.</exception>
    public void Save(BestValidation best, Action<string> write)
    {
        byte[]? earlier = File.Exists(RecordPath) ? File.ReadAllBytes(RecordPath) : null;
        Record(JsonSerializer.SerializeToUtf8Bytes(best, WithNaN));
        try
        {
            write(Path);
        }
        catch
        {
            TakeBack(earlier);
            throw;
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
        if (Recorded() is not { } found || found == state.Best)
        {
            return;
        }
        string aside = PutAside(found.Step);
        string known = state.Best is { } best ? FormattableString.Invariant($", whose best is {Text(best)}") : "";
        warn(
            $"'{Path}' is the model of {Text(found)}, of which the checkpoint of step {state.Step} knows nothing{known}: it was renamed to "
                + $"'{System.IO.Path.GetFileName(aside)}', and the best of the validations to come takes its place."
        );
        state.ForgetBest();
    }

    private static string Text(BestValidation best) => FormattableString.Invariant($"step {best.Step} (mIoU {best.MeanIoU:0.0000})");

    /// <returns>Null if there is no record, as in runs of earlier versions, or none that can be read.</returns>
    private BestValidation? Recorded()
    {
        try
        {
            return File.Exists(RecordPath) ? JsonSerializer.Deserialize<BestValidation>(File.ReadAllBytes(RecordPath), WithNaN) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private string PutAside(int step)
    {
        string stem = Unused(FormattableString.Invariant($"best-abandoned-{step}"));
        File.Move(Path, At(stem + ".zip"));
        File.Move(RecordPath, At(stem + ".json"), overwrite: true);
        return At(stem + ".zip");
    }

    private string Unused(string stem) =>
        !File.Exists(At(stem + ".zip"))
            ? stem
            : Enumerable.Range(2, int.MaxValue - 2).Select(n => $"{stem}-{n}").First(name => !File.Exists(At(name + ".zip")));

    private void Record(byte[] content) => AtomicFile.Write(RecordPath, stream => stream.Write(content), durable: true);

    /// <summary>The earlier model is still there, and so is what is known of it, or nothing.</summary>
    private void TakeBack(byte[]? earlier)
    {
        try
        {
            if (earlier is not null)
            {
                Record(earlier);
                return;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // No room: removing the file needs none.
        }
        File.Delete(RecordPath);
    }

    private string At(string name) => System.IO.Path.Combine(folder, name);
}
