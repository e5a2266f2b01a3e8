using Ass.MLNet.Columns;
using Ass.MLNet.Images;
using Ass.MLNet.Losses;
using Ass.MLNet.Metrics;
using Ass.MLNet.Networks;
using Ass.MLNet.Prediction;
using Ass.MLNet.Sampling;
using Microsoft.ML;

namespace Ass.MLNet.Shift;

/// <summary>Reads labelled rows and averages a trained network's features over each class's pixels, one image at a time.</summary>
internal sealed class ClassVectorReader
{
    private readonly IDataView _data;
    private readonly SamplingColumns _columns;
    private readonly bool _allowMisread;
    private readonly IProgress<int>? _progress;
    private readonly CancellationToken _cancellation;
    private int _imagesRead;

    /// <param name="data">Rows of both domains.</param>
    /// <param name="columns">The image, label and domain columns.</param>
    /// <param name="allowMisread">Whether labels are averaged under that seem to be misread.</param>
    /// <param name="progress">Reports the number of images read, after each image.</param>
    /// <param name="cancellation">Stops before the next image.</param>
    public ClassVectorReader(
        IDataView data,
        SamplingColumns columns,
        bool allowMisread,
        IProgress<int>? progress,
        CancellationToken cancellation
    )
    {
        (_data, _columns, _allowMisread) = (RepeatedData.Of(data, "the data"), columns, allowMisread);
        (_progress, _cancellation) = (progress, cancellation);
    }

    /// <summary>Reads the class vectors of all labelled rows of a domain, in row order and, within a row, in class order.</summary>
    /// <param name="lease">The network and its preprocessing, used as for prediction.</param>
    /// <param name="kind">Source or labelled target.</param>
    /// <exception cref="InvalidOperationException">A row cannot be read, the domain has no row with a labelled pixel, its labels are
    /// misread, or memory ran out.</exception>
    public IReadOnlyList<ClassVector> Read(SegmenterLease lease, StreamKind kind)
    {
        var vectors = new List<ClassVector>();
        var watch = _allowMisread ? null : new LabelWatch();
        foreach (var (image, ids) in Rows(kind, watch))
        {
            vectors.AddRange(Average(lease, image, ids));
            _progress?.Report(++_imagesRead);
        }
        watch?.Check();

        string domain = kind == StreamKind.Source ? "source" : "target";
        return vectors.Count > 0
            ? vectors
            : throw new InvalidOperationException(
                $"There are no class vectors of the {domain}: no row whose column '{_columns.Domain?.Name}' says {domain} has a "
                    + $"label in column '{_columns.Label.Name}' that is not ignored (255) everywhere."
            );
    }

    /// <summary>Copies the network with batch statistics measured on a domain's labelled rows; the caller disposes the copy.</summary>
    public Segmenter WithStatisticsOf(SegmenterLease lease, StreamKind kind)
    {
        var copy = SegmenterFormat.Copy(lease);
        try
        {
            StatisticsCalibration.Run(copy.Network, copy.Normalization, Rows(kind).Select(row => Input(copy, row.Image)), copy.Device);
        }
        catch
        {
            copy.Dispose();
            throw;
        }

        copy.Network.eval();
        return copy;
    }

    private static Batch Input(Segmenter segmenter, BgrImage image)
    {
        var padding = segmenter.Normalization.Padding;
        return Batch.Create([new Sample(segmenter.Resizing.Prepare(image, padding), null)], padding);
    }

    private ClassVector[] Average(SegmenterLease lease, BgrImage image, byte[] ids) => Segmenter.Run(lease, image, (network, input) =>
        {
            var features = network.Features(input);
            var averages = ClassVectors.Average(features, new LabelBatch(ids, 1, image.Height, image.Width), _columns.ClassCount);
            float[] values = averages.Vectors.cpu().data<float>().ToArray();
            long[] classes = averages.Classes.cpu().data<long>().ToArray();
            int length = (int)network.FeatureChannels;
            return classes.Select((id, i) => new ClassVector((int)id, values.AsMemory(i * length, length))).ToArray();
        });

    private IEnumerable<(BgrImage Image, byte[] Ids)> Rows(StreamKind kind, LabelWatch? watch = null)
    {
        using var cursor = _data.GetRowCursor(RowSampler.ActiveColumns(kind, _columns, _data.Schema));
        var reader = new RowSampler(kind, _columns, cursor);
        while (RowSampler.MoveNext(cursor))
        {
            _cancellation.ThrowIfCancellationRequested();
            if ((watch is null ? reader.Read() : watch.Read(reader.Read)) is { } row)
            {
                yield return (row.Image, row.Ids!);
            }
        }
    }
}
