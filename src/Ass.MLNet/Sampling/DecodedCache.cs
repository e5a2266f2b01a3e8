using System.Collections.Concurrent;
using System.Globalization;
using Ass.MLNet.Images;
using Ass.MLNet.Labels;
using Ass.MLNet.MLNetInternals;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ass.MLNet.Sampling;

/// <summary>Keeps the decoded images and labels of a data view's rows in memory, as many as fit.</summary>
/// <remarks>
/// Nothing is ever dropped for something newer: every pass reads all rows, so whatever is dropped would be missed before what replaces it
/// is used. Kept arrays belong to the cache: they are never changed, and never go to <see cref="PixelBuffers"/>.
/// </remarks>
/// <param name="mostBytes">Maximum size of all pixels and labels.</param>
/// <param name="keepsLabels">Whether labels are kept, too.</param>
internal sealed class DecodedCache(long mostBytes, bool keepsLabels)
{
    private const long BytesOfMegabyte = 1 << 20;

    private readonly ConcurrentDictionary<DataViewRowId, BgrImage> _images = [];
    private readonly ConcurrentDictionary<DataViewRowId, LabelMask> _labels = [];
    private long _bytes;
    private volatile bool _isFull;

    /// <summary>The size of what is kept.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Whether an image or a label did not fit.</summary>
    public bool IsFull => _isFull;

    public int ImageCount => _images.Count;

    public int LabelCount => _labels.Count;

    /// <summary>The cache of a training; null if none is wanted, or if its images may change from one reading to the next.</summary>
    /// <param name="megabytes">Its size; null to choose.</param>
    /// <param name="data">The data.</param>
    /// <param name="columns">The image and label columns.</param>
    /// <param name="isOnCpu">Whether the network is trained on the CPU.</param>
    public static DecodedCache? Of(int? megabytes, IDataView data, SamplingColumns columns, bool isOnCpu)
    {
        long bytes = megabytes * BytesOfMegabyte ?? ChooseBytes(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, isOnCpu);
        return bytes > 0 && RowReading.IsFromFiles(data, columns.Image.Name)
            ? new DecodedCache(bytes, RowReading.IsFromFiles(data, columns.Label.Name))
            : null;
    }

    /// <summary>A sixteenth of the memory and at most 2 GB where a GPU trains; a sixty-fourth and at most 256 MB on a CPU, where decoding
    /// is a small part of a step, and where the network needs the same memory.</summary>
    public static long ChooseBytes(long memory, bool isOnCpu) =>
        isOnCpu ? Math.Min(memory / 64, 256 * BytesOfMegabyte) : Math.Min(memory / 16, 2048 * BytesOfMegabyte);

    public BgrImage? FindImage(DataViewRowId row) => _images.GetValueOrDefault(row);

    public LabelMask? FindLabel(DataViewRowId row) => _labels.GetValueOrDefault(row);

    /// <summary>Keeps a row's image if it fits and none is kept yet; otherwise it still belongs to the caller.</summary>
    public bool TryKeep(DataViewRowId row, BgrImage image) => TryKeep(_images, row, image, image.Pixels.Length);

    /// <summary>Keeps a row's label if it fits and none is kept yet; otherwise it still belongs to the caller.</summary>
    public bool TryKeep(DataViewRowId row, LabelMask label) => keepsLabels && TryKeep(_labels, row, label, label.Ids.Length);

    /// <summary>What is kept, for the log.</summary>
    /// <param name="rows">Number of rows of the data; null if that is not known.</param>
    public string Describe(long? rows)
    {
        string count = $"{ImageCount} images and {LabelCount} labels{(rows is null ? "" : $" of the data's {rows} rows")}";
        return IsFull
            ? $"Decoded images fill the {Megabytes(mostBytes)} MB that they may take: {count} are kept, and the others are decoded again "
                + $"in every pass ({nameof(AssSegmentationOptions.Computing)}.{nameof(ComputingOptions.DecodedCacheMegabytes)})."
            : $"{count} are kept decoded in memory, in {Megabytes(Bytes)} MB of at most {Megabytes(mostBytes)}: later passes read them "
                + "from there.";
    }

    private static string Megabytes(long bytes) => ((double)bytes / BytesOfMegabyte).ToString("0.##", CultureInfo.InvariantCulture);

    private bool TryKeep<T>(ConcurrentDictionary<DataViewRowId, T> kept, DataViewRowId row, T value, int bytes)
    {
        if (Interlocked.Add(ref _bytes, bytes) > mostBytes)
        {
            Interlocked.Add(ref _bytes, -bytes);
            _isFull = true;
            return false;
        }
        if (!kept.TryAdd(row, value))
        {
            Interlocked.Add(ref _bytes, -bytes);
            return false;
        }

        return true;
    }
}
