using Ass.MLNet.Labels;

namespace Ass.MLNet.Metrics;

/// <summary>Counts pixels by true and predicted class over all images of a set; pixels with truth 255 are ignored.</summary>
internal sealed class ConfusionMatrix
{
    private const int Ids = 256;

    // There is a cell for every pair of bytes, so counting needs no comparison; ids out of range are found afterwards.
    private readonly long[] _cells = new long[Ids * Ids];

    /// <summary>The counts, 256 by 256: of the pixels of a true class, those of every predicted class.</summary>
    public Span<long> Cells => _cells;

    /// <summary>Adds the pixels of one image.</summary>
    /// <param name="truth">One train id per pixel, 255 = ignored.</param>
    /// <param name="predicted">One train id per pixel.</param>
    public void Add(ReadOnlySpan<byte> truth, ReadOnlySpan<byte> predicted)
    {
        if (truth.Length != predicted.Length)
        {
            throw new ArgumentException($"The truth has {truth.Length} pixels, the prediction {predicted.Length}.", nameof(predicted));
        }

        for (int i = 0; i < truth.Length; i++)
        {
            _cells[(truth[i] << 8) | predicted[i]]++;
        }
    }

    /// <summary>The smallest number of classes that covers every id counted so far.</summary>
    public int SmallestClassCount()
    {
        int most = -1;
        for (int truth = 0; truth < LabelMask.Ignored; truth++)
        {
            int predicted = Row(truth).LastIndexOfAnyExcept(0L);
            most = predicted < 0 ? most : Math.Max(most, Math.Max(truth, predicted));
        }

        return most + 1;
    }

    /// <summary>Whether a pixel with a true class was predicted as 255, which is not a class.</summary>
    public bool HasUnpredictedPixels()
    {
        for (int truth = 0; truth < LabelMask.Ignored; truth++)
        {
            if (Row(truth)[LabelMask.Ignored] > 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Returns the metrics of all counted pixels.</summary>
    /// <exception cref="InvalidOperationException">An id has no name.</exception>
    public SegmentationMetrics ToMetrics(IReadOnlyList<string> classNames)
    {
        int classes = classNames.Count;
        if (SmallestClassCount() > classes)
        {
            throw new InvalidOperationException(
                $"Id {SmallestClassCount() - 1} was counted, but there are {classes} classes (ids 0–{classes - 1})."
            );
        }

        var counts = new long[classes, classes];
        for (int truth = 0; truth < classes; truth++)
        {
            for (int predicted = 0; predicted < classes; predicted++)
            {
                counts[truth, predicted] = Row(truth)[predicted];
            }
        }

        return new SegmentationMetrics(counts, classNames);
    }

    private ReadOnlySpan<long> Row(int truth) => _cells.AsSpan(truth * Ids, Ids);
}
