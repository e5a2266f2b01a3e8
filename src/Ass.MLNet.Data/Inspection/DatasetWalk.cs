using Ass.MLNet.Datasets;
using Ass.MLNet.Images;
using Ass.MLNet.Labels;

namespace Ass.MLNet.Inspection;

/// <summary>Reads every file of the data sets once, several at a time.</summary>
internal static class DatasetWalk
{
    public static InspectionTally Run(
        IReadOnlyList<SegmentationDataset> datasets,
        int workers,
        IProgress<int>? progress,
        CancellationToken cancellation
    )
    {
        var rows = datasets.SelectMany(set => set.Samples, (set, sample) => (Set: set, Sample: sample)).ToArray();
        var total = new InspectionTally();
        int done = 0;
        Parallel.For(
            0,
            rows.Length,
            new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellation },
            () => new Worker(),
            (row, _, worker) =>
            {
                worker.Inspect(row, rows[row].Set, rows[row].Sample);
                progress?.Report(Interlocked.Increment(ref done));
                return worker;
            },
            worker =>
            {
                lock (total)
                {
                    total.Add(worker.Tally);
                }
            }
        );
        return total;
    }

    /// <summary>One thread's buffers and counts.</summary>
    private sealed class Worker
    {
        private readonly LabelHistogram _histogram = new();
        private readonly ImageProbe _probe = new();

        public InspectionTally Tally { get; } = new();

        public void Inspect(int row, SegmentationDataset set, SegmentationSample sample)
        {
            ImageSize? imageSize = null;
            Try(row, sample.ImagePath, () =>
            {
                imageSize = _probe.Decode(sample.ImagePath);
                Tally.AddImage(imageSize.Value, _probe.IsTurned);
            });
            if (sample.LabelPath is not null)
            {
                Try(row, sample.LabelPlace, () =>
                {
                    var label = sample.ReadLabel(set.LabelChannel, set.LabelMap);
                    var labelSize = new ImageSize(label.Width, label.Height);
                    if (imageSize is { } size && size != labelSize)
                    {
                        throw new InvalidDataException(
                            $"{sample.LabelName} is {labelSize}, but its image '{sample.ImagePath}' is "
                                + $"{size}.{TurnedPicture.Hint(size, labelSize)}"
                        );
                    }

                    Count(label, sample.LabelName);
                    Tally.AddLabel(row, sample.LabelPlace, _histogram, set.LabelMap);
                    var mask = label.ToTrainIds(set.LabelMap);
                    Tally.InBetween.Add(mask);
                    PixelBuffers.Give(mask.Ids);
                });
            }
        }

        private void Count(RawLabel label, string name)
        {
            try
            {
                _histogram.Count(label);
            }
            catch (InvalidDataException e)
            {
                throw new InvalidDataException($"{name} cannot be read: {e.Message}.", e);
            }
        }

        private void Try(int row, string path, Action read)
        {
            try
            {
                read();
            }
            catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                Tally.AddProblem(row, new DatasetProblem(path, e.Message));
            }
        }
    }
}
