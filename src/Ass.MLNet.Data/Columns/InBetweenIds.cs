using Ass.MLNet.Labels;

namespace Ass.MLNet.Columns;

/// <summary>Detects labels that were resized as if ids were grey values: edges then contain ids between those of the two sides.</summary>
/// <remarks>
/// Counted along rows: changes by 2 ids or more, and pixels whose id lies strictly between those of their two neighbours. The latter are
/// 0.3 to 2 % of the total in the labels of CamVid, IDD-Lite and Cityscapes, up to 7 % after nearest-neighbour downscaling by four (80×56
/// and more), and 20 to 86 % after bilinear or bicubic resizing to 240×180 and more.
/// <para>
/// Thin classes whose id lies between those of both sides are genuine. Where most changes are by 1, as between grades, that share says
/// little: such pixels must be many in proportion to all changes, too (below 1 % in these labels, up to 3.3 % after downscaling to 80×56,
/// 16 to 60 % after resizing to 240×180 and more). And where nearly all are one id beside the next one, it may be a contour:
/// interpolation makes such pixels alone with classes 0 to 2, but else others, too (over three fourths in these labels).
/// </para>
/// </remarks>
internal sealed class InBetweenIds
{
    /// <summary>The largest share that thin objects can explain.</summary>
    private const double MostGenuine = 0.2;

    /// <summary>The largest ratio to all changes, those by 1 included, that thin objects can explain.</summary>
    private const double MostOfAllChanges = 0.1;

    /// <summary>The share of one id beside the next one, of all in-between pixels, from which on it may be a contour.</summary>
    private const double OneContour = 0.9;

    /// <summary>The smallest number of changes for a conclusion.</summary>
    private const long FewestChanges = 1000;

    /// <summary>The largest number of rows to look at in a label.</summary>
    private const int MostRows = 256;

    // By id: in-between pixels one of whose neighbours is the next smaller or the next larger id.
    private readonly long[] _nextToOne = new long[LabelMask.Ignored];
    private long _changes;
    private long _changesByOne;
    private long _inBetween;

    /// <summary>The share of in-between pixels, from 0 to 1.</summary>
    public double Share => _changes + _inBetween == 0 ? 0 : (double)_inBetween / (_changes + _inBetween);

    /// <summary>Whether the counts can only come from interpolation.</summary>
    public bool ShowInterpolation =>
        _changes + _inBetween >= FewestChanges
        && Share > MostGenuine
        && _inBetween > MostOfAllChanges * (_changes + _changesByOne)
        && _nextToOne.Max() < OneContour * _inBetween;

    /// <summary>Counts the changes in a label; labels without a known width are skipped.</summary>
    public void Add(LabelMask label)
    {
        int gap = 1 + (label.Height - 1) / MostRows;
        for (int y = 0; y < label.Height; y += gap)
        {
            AddRow(label.Ids.AsSpan(y * label.Width, label.Width));
        }
    }

    /// <summary>Adds what was counted elsewhere.</summary>
    public void Add(InBetweenIds other)
    {
        _changes += other._changes;
        _changesByOne += other._changesByOne;
        _inBetween += other._inBetween;
        for (int id = 0; id < _nextToOne.Length; id++)
        {
            _nextToOne[id] += other._nextToOne[id];
        }
    }

    private void AddRow(ReadOnlySpan<byte> row)
    {
        int before = LabelMask.Ignored;
        while (!row.IsEmpty)
        {
            int id = row[0];
            int length = row.IndexOfAnyExcept(row[0]);
            if (length < 0)
            {
                return;
            }
            int next = row[length];
            if (id != LabelMask.Ignored && next != LabelMask.Ignored)
            {
                if (Math.Abs(id - next) >= 2)
                {
                    _changes++;
                }
                else
                {
                    _changesByOne++;
                }
                if (length == 1 && before != LabelMask.Ignored && (before < id) == (id < next))
                {
                    _inBetween++;
                    _nextToOne[id] += Math.Min(Math.Abs(before - id), Math.Abs(id - next)) == 1 ? 1 : 0;
                }
            }

            before = id;
            row = row[length..];
        }
    }
}
