using Ass.MLNet.Inspection;
using Ass.MLNet.Labels;

namespace Ass.MLNet.Metrics;

/// <summary>Counts the stored values of the label files that a column is read from, wherever in a pipeline.</summary>
/// <param name="teaches">Whether the labels are trained with, and not measured on.</param>
internal sealed class LabelWatch(bool teaches = false)
{
    private readonly LabelHistogram _histogram = new();
    private readonly DomainEvidence _labels = new("The labels", teaches);
    private int _classCount;

    /// <summary>Reads a label, or what it is a part of, and counts what its file holds, if it comes from one.</summary>
    public T Read<T>(Func<T> read)
    {
        var before = LabelFile.Watcher;
        LabelFile.Watcher = (stored, map) =>
        {
            before?.Invoke(stored, map);
            _histogram.Count(stored);
            _labels.Tally.AddLabel(_labels.Tally.Labels, stored.Place, _histogram, map);
            _classCount = Math.Max(_classCount, map?.ClassNames.Count ?? 0);
        };
        try
        {
            return read();
        }
        finally
        {
            LabelFile.Watcher = before;
        }
    }

    /// <exception cref="InvalidOperationException">They were read as other classes than they mean, or as none.</exception>
    public void Check()
    {
        // Without names there are at least two classes.
        if (_labels.Tally.Labels > 0 && DataJudgement.Misread(_labels, Math.Max(_classCount, 2)) is { } error)
        {
            throw new InvalidOperationException(error.Message);
        }
    }
}
