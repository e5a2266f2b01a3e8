using Ass.MLNet.Sampling;

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
            JudgeAnew(state);
        }
        state.Validation = new(validation);
    }

    /// <summary>Compares the labels' pixels with those of the checkpoint, and notes them: another map of the labels' values, or other files
    /// under the same names, are other data. What was not counted, then or now, is not compared.</summary>
    /// <param name="state">The run's state, of the checkpoint or new.</param>
    /// <param name="now">Those of this run; null if they were not counted.</param>
    /// <param name="classNames">The classes.</param>
    /// <param name="allowChanges"><see cref="RunOptions.AllowChangesOnResume"/>.</param>
    /// <param name="warn">Receives warnings about other labels.</param>
    /// <exception cref="InvalidOperationException">There are differences that are not allowed; the message lists all of them.</exception>
    public static void TakeLabels(
        TrainingState state,
        ClassPixels? now,
        IReadOnlyList<string> classNames,
        bool allowChanges,
        Action<string> warn
    )
    {
        if (now is not { AreRepeatable: true })
        {
            return;
        }
        string[] differences =
        [
            .. Differences("source", state.Labels?.Source, now.Source),
            .. Differences("target", state.Labels?.LabeledTarget, now.LabeledTarget),
        ];
        if (differences.Length > 0)
        {
            const string What = "other labels than this run's, by another map of their values or in other files of the same names";
            string list = string.Concat(differences.Select(line => $"{Environment.NewLine}  {line}"));
            if (!allowChanges)
            {
                throw new InvalidOperationException(
                    $"The checkpoint was made with {What}; set "
                        + $"{nameof(AssSegmentationOptions)}.{nameof(AssSegmentationOptions.Run)}."
                        + $"{nameof(RunOptions.AllowChangesOnResume)} to go on all the same.{list}"
                );
            }
            warn($"The checkpoint was made with {What}:{list}");
        }
        if (Differences("validation", state.Labels?.Validation, now.Validation).Any())
        {
            warn("The validation set has other labels than before: the best model and early stopping are judged anew.");
            JudgeAnew(state);
        }
        state.Labels = now with { Validation = now.Validation ?? state.Labels?.Validation };

        IEnumerable<string> Differences(string domain, IReadOnlyList<long>? before, IReadOnlyList<long>? after) =>
            before is null || after is null || before.Count != after.Count
                ? []
                : Enumerable
                    .Range(0, after.Count)
                    .Where(id => before[id] != after[id])
                    .Select(id =>
                        FormattableString.Invariant(
                            $"{domain} pixels of {id} '{classNames[id]}': {before[id]} in the checkpoint, {after[id]} now"
                        )
                    );
    }

    /// <summary>Forgets what earlier labels said, and has the last step validated by those of today.</summary>
    private static void JudgeAnew(TrainingState state)
    {
        (state.Best, state.GainBase, state.ValidationsWithoutGain) = (null, null, 0);
        (state.ValidatedStep, state.RepeatedStep) = (0, 0);
        state.Labels = state.Labels is null ? null : state.Labels with { Validation = null };
    }
}
