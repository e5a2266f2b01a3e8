using System.Runtime.InteropServices;
using Ass.MLNet.Columns;
using Ass.MLNet.Labels;

namespace Ass.MLNet.Inspection;

/// <summary>The counts for some of the files. The tallies of several threads add up to the same result in any order.</summary>
internal sealed class InspectionTally
{
    // Distinguishes colours, 0xRRGGBB, from numbers.
    private const int ColorFlag = 1 << 24;

    private readonly SortedDictionary<int, Unlisted> _unlisted = [];

    // Ids of labels without a map, each of which is a class until it is known how many there are.
    private readonly SortedDictionary<int, Unlisted> _unmapped = [];
    private readonly SortedDictionary<int, long> _values = [];
    private readonly SortedSet<int> _unlistedCarlaTags = [];
    private readonly List<(int Row, DatasetProblem Problem)> _problems = [];
    private readonly Dictionary<ImageSize, int> _imageSizes = [];

    public IReadOnlyDictionary<ImageSize, int> ImageSizes => _imageSizes;

    /// <summary>The number of pixels by train id, 0–254.</summary>
    public long[] ClassPixels { get; } = new long[LabelMask.Ignored];

    /// <summary>The number of label files by train id, 0–254.</summary>
    public int[] ClassFiles { get; } = new int[LabelMask.Ignored];

    public long IgnoredPixels { get; private set; }

    /// <summary>The number of labels counted.</summary>
    public int Labels { get; private set; }

    /// <summary>The number of labels with only ignored pixels.</summary>
    public int LabelsWithoutClass { get; private set; }

    /// <summary>Whether all counted labels were read with maps of published data sets.</summary>
    public bool MapsArePublished { get; private set; } = true;

    /// <summary>The values without a class in labels read with a map of CARLA's tags before release 0.9.14.</summary>
    public IReadOnlyCollection<int> UnlistedCarlaTags => _unlistedCarlaTags;

    /// <summary>Pixels by raw value; keys of colours are larger than any number.</summary>
    public IReadOnlyDictionary<int, long> Values => _values;

    public IReadOnlyList<UnlistedLabelValue> UnlistedValues =>
        [
            .. _unlisted.Select(value => new UnlistedLabelValue(
                value.Key & ~ColorFlag,
                value.Value.Pixels,
                value.Value.Files,
                value.Value.FirstPath
            )
            {
                IsColor = (value.Key & ColorFlag) != 0,
            }),
        ];

    public IReadOnlyList<DatasetProblem> Problems => [.. _problems.OrderBy(problem => problem.Row).Select(problem => problem.Problem)];

    /// <summary>Counts of ids between those of their neighbours, which indicate interpolation.</summary>
    public InBetweenIds InBetween { get; } = new();

    /// <summary>The number of images stored in a different orientation than they are displayed.</summary>
    public int TurnedImages { get; private set; }

    public void AddImage(ImageSize size, bool isTurned)
    {
        AddImages(size, 1);
        TurnedImages += isTurned ? 1 : 0;
    }

    public void AddProblem(int row, DatasetProblem problem) => _problems.Add((row, problem));

    /// <summary>Counts a label's pixels.</summary>
    /// <param name="row">The index of the label among all labels.</param>
    /// <param name="path">The label file.</param>
    /// <param name="histogram">The histogram of its raw values.</param>
    /// <param name="map">The map of the values; <see langword="null"/>: they are train ids.</param>
    public void AddLabel(int row, string path, LabelHistogram histogram, LabelMap? map)
    {
        // Several raw values may share a class, which counts once for this file.
        Span<bool> seen = stackalloc bool[LabelMask.Ignored];
        foreach (var (raw, pixels) in histogram.Occurring)
        {
            int key = map is { IsOfColors: true } ? raw | ColorFlag : raw;
            _values[key] = _values.GetValueOrDefault(key) + pixels;
            if (map is null)
            {
                Add(_unmapped, raw, new Unlisted(pixels, 1, row, path));
            }
            int trainId = map?[raw] ?? raw;
            if (trainId < LabelMask.Ignored)
            {
                ClassPixels[trainId] += pixels;
                seen[trainId] = true;
            }
            else if (map?.IsListed(raw) ?? true)
            {
                IgnoredPixels += pixels;
            }
            else
            {
                Add(_unlisted, key, new Unlisted(pixels, 1, row, path));
                if (map is { IsOfEarlyCarla: true })
                {
                    _unlistedCarlaTags.Add(raw);
                }
            }
        }

        for (int trainId = 0; trainId < seen.Length; trainId++)
        {
            ClassFiles[trainId] += seen[trainId] ? 1 : 0;
        }

        Labels++;
        LabelsWithoutClass += seen.Contains(true) ? 0 : 1;
        MapsArePublished &= map?.IsPublished ?? false;
    }

    public void Add(InspectionTally other)
    {
        foreach (var (size, count) in other._imageSizes)
        {
            AddImages(size, count);
        }

        for (int trainId = 0; trainId < ClassPixels.Length; trainId++)
        {
            ClassPixels[trainId] += other.ClassPixels[trainId];
            ClassFiles[trainId] += other.ClassFiles[trainId];
        }

        InBetween.Add(other.InBetween);
        TurnedImages += other.TurnedImages;
        IgnoredPixels += other.IgnoredPixels;
        Labels += other.Labels;
        LabelsWithoutClass += other.LabelsWithoutClass;
        MapsArePublished &= other.MapsArePublished;
        foreach (var (raw, pixels) in other._values)
        {
            _values[raw] = _values.GetValueOrDefault(raw) + pixels;
        }

        foreach (var (own, others) in new[] { (_unlisted, other._unlisted), (_unmapped, other._unmapped) })
        {
            foreach (var (raw, value) in others)
            {
                Add(own, raw, value);
            }
        }

        _unlistedCarlaTags.UnionWith(other._unlistedCarlaTags);
        _problems.AddRange(other._problems);
    }

    /// <summary>The same counts where it is known by now that labels without a map have so many classes: other ids have none.</summary>
    public InspectionTally Within(int classCount)
    {
        var result = new InspectionTally();
        result.Add(this);
        foreach (var (id, value) in _unmapped.Where(id => id.Key >= classCount && id.Key < LabelMask.Ignored))
        {
            result.ClassPixels[id] -= value.Pixels;
            result.ClassFiles[id] -= value.Files;
            Add(result._unlisted, id, value);
        }
        return result;
    }

    private void AddImages(ImageSize size, int count) => CollectionsMarshal.GetValueRefOrAddDefault(_imageSizes, size, out _) += count;

    private static void Add(SortedDictionary<int, Unlisted> values, int raw, Unlisted value) =>
        values[raw] = values.TryGetValue(raw, out var before) ? before.Plus(value) : value;

    private readonly record struct Unlisted(long Pixels, int Files, int FirstRow, string FirstPath)
    {
        public Unlisted Plus(Unlisted other)
        {
            var first = other.FirstRow < FirstRow ? other : this;
            return first with { Pixels = Pixels + other.Pixels, Files = Files + other.Files };
        }
    }
}
