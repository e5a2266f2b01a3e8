using System.Buffers.Binary;
using System.Collections.Concurrent;

namespace Ass.MLNet;

/// <summary>Finds images that differ in size from their labels.</summary>
internal static class UnlikeSizes
{
    private const int MostNamed = 5;
    private const int HeaderBytes = 24;

    /// <summary>The samples, in the order of the set, each with a text that names the image and both sizes.</summary>
    public static OrderedDictionary<SegmentationSample, string> Find(SegmentationDataset set, CancellationToken cancellation)
    {
        var found = new ConcurrentDictionary<SegmentationSample, string>();
        Parallel.ForEach(set.Samples.Where(sample => sample.LabelPath is not null), new ParallelOptions { CancellationToken = cancellation }, sample =>
        {
            try
            {
                var image = SizeOf(sample.ImagePath, path => new ImageProbe().Decode(path));
                var label = SizeOf(sample.LabelPath!, path => LabelSize(path, set.LabelChannel));
                if (image != label)
                {
                    found[sample] = $"'{sample.ImagePath}' is {image}, its label {label}";
                }
            }
            catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                // Not this question's business: whoever reads the pair whole says so.
            }
        });
        var ordered = new OrderedDictionary<SegmentationSample, string>();
        foreach (var sample in set.Samples.Where(found.ContainsKey))
        {
            ordered.Add(sample, found[sample]);
        }

        return ordered;
    }

    /// <summary>A warning that counts and names what was left out of so many images.</summary>
    public static DatasetNote Note(OrderedDictionary<SegmentationSample, string> unlike, int count) => new(
        $"{unlike.Count} of {count} images differ in size from their labels and were left out: {string.Join("; ", unlike.Values.Take(MostNamed))}"
        + (unlike.Count > MostNamed ? $"; and {unlike.Count - MostNamed} more." : "."), IsWarning: true);

    private static ImageSize SizeOf(string path, Func<string, ImageSize> readWhole)
    {
        Span<byte> start = stackalloc byte[HeaderBytes];
        using (var file = File.OpenRead(path))
        {
            start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        }

        // The signature, and in the first chunk behind its length and name, width and height.
        return start.Length == HeaderBytes && PngReader.IsPng(start)
            ? new ImageSize(BinaryPrimitives.ReadInt32BigEndian(start[16..]), BinaryPrimitives.ReadInt32BigEndian(start[20..]))
            : readWhole(path);
    }

    private static ImageSize LabelSize(string path, LabelChannel channel)
    {
        var label = LabelFile.Read(path, channel);
        return new ImageSize(label.Width, label.Height);
    }
}
