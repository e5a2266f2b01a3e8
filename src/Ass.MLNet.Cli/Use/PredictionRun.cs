using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Ass.MLNet.Cli.CommandLine;

namespace Ass.MLNet.Cli.Use;

/// <summary>Segments images one after another while decoding the next one and writing the previous one's files.</summary>
internal sealed class PredictionRun(ISegmentationTransformer model, PredictionRecord record)
{
    // One is decoded, one is scored, one is written: more would only take memory.
    private const int InWork = 3;

    private readonly Lock _scoring = new();
    private readonly Lock _counting = new();
    private bool _hasSmallerOverlay;

    /// <summary>Number of images done, including broken ones.</summary>
    public int Done { get; private set; }

    /// <summary>Images that could not be segmented, and why.</summary>
    public List<string> Broken { get; } = [];

    public int Run(IReadOnlyList<PredictionFiles> files, ReportProgress report, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var options = new ParallelOptions { MaxDegreeOfParallelism = InWork, CancellationToken = cancellation };
        try
        {
            // Without buffering, images are taken in their order.
            Parallel.ForEach(Partitioner.Create(files, EnumerablePartitionerOptions.NoBuffering), options, file =>
            {
                string? problem = Segment(file);
                lock (_counting)
                {
                    if (problem is null)
                    {
                        record.Add(file);
                    }
                    else
                    {
                        Broken.Add(problem);
                    }
                    Done++;
                    report(Done, clock.Elapsed / Done * (files.Count - Done), file.Name);
                }
            });
        }
        catch (AggregateException e)
        {
            // What the disk refuses of one image's files, being full, it refuses of the next one's.
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }

        return Done;
    }

    /// <returns>An error that names the image, or null.</returns>
    private string? Segment(PredictionFiles file)
    {
        var (image, problem) = PictureReading.Read(file.Image);
        if (image is null)
        {
            return problem;
        }

        SegmentationMask mask;
        using (image)
        {
            try
            {
                lock (_scoring)
                {
                    mask = model.Segment(image);
                }
            }
            catch (Exception e)
            {
                return $"{file.Image}: {Terminal.Message(e)}";
            }

            lock (_counting)
            {
                record.Begin(file);
            }
            try
            {
                if (file.Write(image, mask))
                {
                    SayThatOverlaysAreSmaller(file);
                }
                return null;
            }
            catch (Exception e) when (e is not (IOException or UnauthorizedAccessException))
            {
                // Not the disk's fault but the image's, such as one that is too large for an encoder.
                return $"{file.Image}: {Terminal.Message(e)}";
            }
        }
    }

    /// <summary>Says once that JPEG has no room for images of such a size.</summary>
    private void SayThatOverlaysAreSmaller(PredictionFiles file)
    {
        lock (_counting)
        {
            if (!_hasSmallerOverlay)
            {
                Terminal.Warning(
                    $"'{file.Overlay}' is smaller than its image, since a JPEG has at most {OverlayFile.LongestSide} pixels on a side; so "
                        + "are the overlays of other images of such a size. Ids and colours have the image's size."
                );
            }
            _hasSmallerOverlay = true;
        }
    }
}
