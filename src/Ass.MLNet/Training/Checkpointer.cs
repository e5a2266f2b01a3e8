using Ass.MLNet.Checkpoints;
using Ass.MLNet.Torch;
using static TorchSharp.torch;

namespace Ass.MLNet.Training;

/// <summary>Saves and restores the training state of one run. A full disk never ends the run.</summary>
/// <param name="folder">The folder of the checkpoints.</param>
/// <param name="modules">The modules whose tensors checkpoints contain.</param>
/// <param name="warn">Receives a warning for each checkpoint that could not be written.</param>
internal sealed class Checkpointer(CheckpointFolder folder, TrainingModules modules, Action<string> warn)
{
    private (int Step, int ValidatedStep)? _saved;

    /// <summary>Fills modules, optimizers and <paramref name="state"/>'s counters from a checkpoint.</summary>
    /// <exception cref="InvalidDataException">The file's tensors do not match the modules'.</exception>
    public void Restore(string path, TrainingState state)
    {
        using var scope = NewDisposeScope();
        CheckpointFile.ReadTensors(path, modules.Tensors());
        foreach (var (name, optimizer) in modules.Optimizers)
        {
            optimizer.Steps = state.OptimizerSteps.GetValueOrDefault(name);
        }
        _saved = (state.Step, state.ValidatedStep);
    }

    /// <summary>Saves the current state, unless there is nothing to save yet, it is already saved, or so many steps were skipped in a row
    /// that the existing checkpoint is the better one. A skipped step changes no weight, so that the state after one is as good as
    /// before.</summary>
    public void Save(TrainingState state)
    {
        if (state.Step == 0 || (state.Step, state.ValidatedStep) == _saved || state.SkippedInARow >= TrainingSoundness.LastInARow)
        {
            return;
        }
        if (modules.Parts.Select(part => FiniteValues.FindOther(part.Value)).FirstOrDefault(name => name is not null) is { } weight)
        {
            warn($"No checkpoint was written at step {state.Step}: a weight ('{weight}') is NaN or infinite.");
            return;
        }

        using var scope = NewDisposeScope();
        state.OptimizerSteps = modules.Optimizers.ToDictionary(o => o.Key, o => o.Value.Steps);
        try
        {
            folder.Save(state, modules.Tensors(), warn);
            _saved = (state.Step, state.ValidatedStep);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            warn($"The checkpoint of step {state.Step} could not be written, training goes on: {e.Message} {LastSaved()}");
        }
    }

    /// <summary>Saves the current state after an error. The original error is reported even if saving fails: after some errors, such as a
    /// GPU's, nothing works any more.</summary>
    public void SaveAfterError(TrainingState state)
    {
        try
        {
            Save(state);
        }
        catch (Exception e)
        {
            warn($"The checkpoint of step {state.Step} could not be written after training failed: {e.Message} {LastSaved()}");
        }
    }

    /// <summary>A sentence about the checkpoint that a run can resume from.</summary>
    public string LastSaved() =>
        folder.Files is [var newest, ..] ? $"The last good checkpoint is '{newest}'." : "There is no checkpoint yet.";
}
