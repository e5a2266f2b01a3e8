namespace Ass.MLNet.Labeling;

/// <summary>Adds the image that is worth most to the chosen ones, again and again.</summary>
/// <remarks>What an image adds can only shrink as others are chosen (the sum is submodular), so what it added at an earlier look is a
/// bound: only images whose bound is highest are looked at again (lazy greedy; Minoux 1978), and what costs most, the looks, only if the
/// rest does not rule them out. The result is that of looking at all.</remarks>
internal sealed class SuggestionSearch
{
    private readonly IReadOnlyList<ImageEvidence> _candidates;
    private readonly int _count;
    private readonly LookCoverage _looks;
    private readonly ClassCoverage _classes;
    private readonly double[] _unsureRanks;
    private readonly double _looksWeight;
    private readonly LabelSuggestionOptions _options;

    public SuggestionSearch(
        IReadOnlyList<ImageEvidence> candidates,
        IReadOnlyList<ImageEvidence> labeled,
        int count,
        LabelSuggestionOptions options
    )
    {
        (_candidates, _count, _options) = (candidates, count, options);
        _looks = new LookCoverage(candidates, labeled, options.Seed);
        _classes = new ClassCoverage(candidates, labeled, count);
        _unsureRanks = Ranks([.. candidates.Select(candidate => candidate.Uncertainty)]);
        bool uncertaintyTells = options.UncertaintyWeight > 0 && _unsureRanks.Any(rank => rank > 0);
        bool onlyLooksTell = candidates[0].ClassShares.Count == 0 && !uncertaintyTells;
        _looksWeight = onlyLooksTell && options.CoverageWeight == 0 ? 1 : options.CoverageWeight;
    }

    public IReadOnlyList<LabelSuggestion> Run()
    {
        // The highest bound first; of equal ones, the first image.
        var open = new PriorityQueue<LabelSuggestion, (double Bound, int Index)>(_candidates.Count);
        var looked = new LabelSuggestion[_candidates.Count];
        Parallel.For(0, looked.Length, i => looked[i] = Sum(i, Looks(i)));
        foreach (var suggestion in looked)
        {
            Put(suggestion);
        }

        var chosen = new List<LabelSuggestion>(_count);
        while (chosen.Count < _count)
        {
            var bound = open.Dequeue();
            var now = Sum(bound.Index, bound.Coverage);
            if (!IsNext(now) || !IsNext(now = Sum(bound.Index, Looks(bound.Index))))
            {
                Put(now);
                continue;
            }

            chosen.Add(now);
            _looks.Add(now.Index);
            _classes.Add(_candidates[now.Index]);
        }

        return chosen;

        void Put(LabelSuggestion suggestion) => open.Enqueue(suggestion, (-suggestion.Score, suggestion.Index));

        bool IsNext(LabelSuggestion suggestion) =>
            !open.TryPeek(out _, out var next) || (-suggestion.Score, suggestion.Index).CompareTo(next) <= 0;
    }

    private double Looks(int index) => _looksWeight == 0 ? 0 : _looksWeight * _looks.Gain(index);

    /// <param name="index">A candidate.</param>
    /// <param name="looks">What it adds to the looks, or a bound of that.</param>
    private LabelSuggestion Sum(int index, double looks)
    {
        double classes = _options.ClassWeight * _classes.Gain(_candidates[index]);
        double unsure = _options.UncertaintyWeight * _unsureRanks[index] / _count;
        return new LabelSuggestion(index, looks + classes + unsure, looks, classes, unsure);
    }

    /// <summary>The rank of each value among all, 0 to 1; equal values share the mean of theirs. 0 where all are equal.</summary>
    private static double[] Ranks(float[] values)
    {
        int[] order = [.. Enumerable.Range(0, values.Length).OrderBy(i => values[i])];
        double[] ranks = new double[values.Length];
        if (values[order[0]] == values[order[^1]])
        {
            return ranks;
        }
        double last = Math.Max(1, values.Length - 1);
        for (int start = 0; start < order.Length; )
        {
            int end = start + 1;
            while (end < order.Length && values[order[end]] == values[order[start]])
            {
                end++;
            }
            for (int i = start; i < end; i++)
            {
                ranks[order[i]] = (start + end - 1) / (2 * last);
            }
            start = end;
        }

        return ranks;
    }
}
