namespace Ass.MLNet.Checkpoints;

/// <summary>Decides whether a run may resume from a checkpoint, which another command may have written.</summary>
internal static class Resumption
{
    /// <param name="now">This run's fingerprint.</param>
    /// <param name="earlier">The checkpoint's fingerprint.</param>
    /// <param name="allowChanges"><see cref="RunOptions.AllowChangesOnResume"/>.</param>
    /// <param name="warn">Receives a warning about allowed changes.</param>
    /// <exception cref="InvalidOperationException">There are differences that are not allowed; the message lists all of them.</exception>
    public static void Check(RunFingerprint now, RunFingerprint earlier, bool allowChanges, Action<string> warn)
    {
        var differences = now.DifferencesFrom(earlier);
        if (differences.Count == 0)
        {
            return;
        }
        string list = string.Concat(differences.Select(d => $"{Environment.NewLine}  {d.Line}"));
        var never = differences.Where(d => !d.Acceptable).ToArray();
        if (never.Length > 0)
        {
            throw new InvalidOperationException(
                "The checkpoint cannot be resumed: its network, recipe or another part of what it holds is another one. Go on with its "
                    + $"options, or begin a new run in another folder.{list}"
            );
        }
        if (!allowChanges)
        {
            throw new InvalidOperationException(
                "The checkpoint was made with other settings or data; set "
                    + $"{nameof(AssSegmentationOptions)}.{nameof(AssSegmentationOptions.Run)}.{nameof(RunOptions.AllowChangesOnResume)} "
                    + $"to go on all the same.{list}"
            );
        }

        warn($"Resuming with other settings or data than the checkpoint's:{list}");
    }

    /// <summary>Notes the validation set. What was the best on another one says nothing about this one, and is forgotten.</summary>
    /// <param name="state">The run's state, of the checkpoint or new.</param>
    /// <param name="validation">What tells the set from others; empty if there is none, in which case the earlier one stays.</param>
    /// <param name="warn">Receives a warning about another set.</param>
    public static void TakeValidation(TrainingState state, IReadOnlyDictionary<string, string> validation, Action<string> warn)
    {
        if (validation.Count == 0)
        {
            return;
        }
        if (state.Validation is { } earlier && !validation.ToHashSet().SetEquals(earlier))
        {
            warn("The validation set is another one than before: the best model and early stopping are judged anew.");
            (state.Best, state.GainBase, state.ValidationsWithoutGain) = (null, null, 0);
        }
        state.Validation = new(validation);
    }
}
