namespace Ass.MLNet.Inspection;

/// <summary>Which rows to look at where there may be too many to look at all: the first ones, then every second, fourth, eighth …, so that
/// one pass spreads over data of any length. The same rows every time.</summary>
internal sealed class LabelSpread
{
    private readonly int _first;
    private long _row = -1;
    private long _gap = 1;
    private int _left;

    /// <param name="first">So many are looked at without a gap; each doubling of the gap comes after half as many.</param>
    public LabelSpread(int first) => (_first, _left) = (first, first);

    /// <summary>Whether to look at the next row.</summary>
    public bool WantsNext() => ++_row % _gap == 0;

    /// <summary>Counts a look that found a label: rows without one cost nothing.</summary>
    public void Found()
    {
        if (--_left == 0)
        {
            (_gap, _left) = (2 * _gap, _first / 2);
        }
    }
}
