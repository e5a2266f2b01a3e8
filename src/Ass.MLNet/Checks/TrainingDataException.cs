namespace Ass.MLNet;

/// <summary>Thrown before the first step if labels of the training data are invalid.</summary>
public sealed class TrainingDataException : InvalidOperationException
{
    internal TrainingDataException(IReadOnlyList<DataFinding> findings)
        : base(
            "Training was not begun, since its data cannot be "
                + $"right:{List(findings)}{Environment.NewLine}{nameof(AssSegmentationOptions)}.{nameof(AssSegmentationOptions.DataCheck)} "
                + $"= {nameof(DataCheckMode)}.{nameof(DataCheckMode.Warn)} trains all the same."
        ) => Findings = findings;

    /// <summary>The errors; warnings are only in the log.</summary>
    public IReadOnlyList<DataFinding> Findings { get; }

    private static string List(IReadOnlyList<DataFinding> findings) =>
        string.Concat(findings.Select((f, i) => $"{Environment.NewLine}({i + 1}) {f.Message}"));
}
