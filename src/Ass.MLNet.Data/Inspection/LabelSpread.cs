namespace Ass.MLNet.Inspection;

/// <summary>Selects the rows to sample from data of unknown length: the first ones, then every second, fourth, eighth …, so one pass covers
/// any length. The selection is always the same.</summary>
internal sealed class LabelSpread
{
    private readonly int _first;
    private long _row = -1;
    private long _gap = 1;
    private int _left;

    /// <param name="first">The number of rows sampled without a gap; the gap doubles after every further half of that number.</param>
    public LabelSpread(int first) => (_first, _left) = (first, first);

    /// <summary>Whether to sample the next row.</summary>
    public bool WantsNext() => ++_row % _gap == 0;

    /// <summary>Counts a sampled row with a label; rows without one do not count.</summary>
    public void Found()
    {
        if (--_left == 0)
        {
            (_gap, _left) = (2 * _gap, _first / 2);
        }
    }
}
