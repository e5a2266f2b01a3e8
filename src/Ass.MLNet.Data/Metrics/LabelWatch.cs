using Ass.MLNet.Inspection;
using Ass.MLNet.Labels;

namespace Ass.MLNet.Metrics;

/// <summary>Counts the stored values of the label files that this thread reads, wherever in a pipeline it does.</summary>
internal sealed class LabelWatch
{
    private readonly LabelHistogram _histogram = new();
    private readonly DomainEvidence _labels = new("The labels", teaches: false);
    private int _classCount;

    /// <summary>Begins to count.</summary>
    /// <returns>Ends it.</returns>
    public IDisposable Begin()
    {
        var before = LabelFile.Watcher;
        LabelFile.Watcher = (stored, map) =>
        {
            before?.Invoke(stored, map);
            if (map is not null)
            {
                _histogram.Count(stored);
                _labels.Tally.AddLabel(_labels.Tally.Labels, $"label {_labels.Tally.Labels + 1}", _histogram, map);
                _classCount = map.ClassNames.Count;
            }
        };
        return new End(before);
    }

    /// <exception cref="InvalidOperationException">They were read as other classes than they mean, or as none.</exception>
    public void Check()
    {
        if (_labels.Tally.Labels > 0 && DataJudgement.Misread(_labels, _classCount) is { } error)
        {
            throw new InvalidOperationException(error.Message);
        }
    }

    private sealed class End(Action<RawLabel, LabelMap?>? before) : IDisposable
    {
        public void Dispose() => LabelFile.Watcher = before;
    }
}
