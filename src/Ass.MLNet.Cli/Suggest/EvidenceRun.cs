using System.Diagnostics;
using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Runs;
using Ass.MLNet.Cli.Use;
using Microsoft.ML.Data;

namespace Ass.MLNet.Cli.Suggest;

/// <summary>Lets a network look at images, one after the other while the next is decoded. What the record has already is not read
/// again.</summary>
/// <param name="look">Looks at an image.</param>
/// <param name="record">Receives each image's evidence.</param>
internal sealed class EvidenceRun(Func<MLImage, ImageEvidence> look, ImageRecord<EvidenceLine> record)
{
    /// <summary>Images that could not be looked at, and why.</summary>
    public List<string> Broken { get; } = [];

    /// <param name="paths">The images.</param>
    /// <param name="cancellation">Stops before the next image.</param>
    /// <returns>Their evidence, in their order; null for broken ones.</returns>
    /// <exception cref="CommandCanceledException">It was cancelled; what was read is saved.</exception>
    public IReadOnlyList<ImageEvidence?> Run(IReadOnlyList<string> paths, CancellationToken cancellation)
    {
        ImageEvidence?[] all = [.. paths.Select(path => record.Find(path, path)?.ToEvidence())];
        int[] open = [.. Enumerable.Range(0, all.Length).Where(i => all[i] is null)];
        if (open.Length < all.Length)
        {
            Terminal.Line($"{all.Length - open.Length} of {all.Length} images were looked at before.");
        }
        if (open.Length > 0)
        {
            ProgressDisplay.Run($"Looking at {open.Length} images.", open.Length, report => Look(paths, open, all, report, cancellation));
        }
        return all;
    }

    private int Look(IReadOnlyList<string> paths, int[] open, ImageEvidence?[] all, ReportProgress report, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var next = Task.Run(() => PictureReading.Read(paths[open[0]]), CancellationToken.None);
        for (int done = 0; done < open.Length; done++)
        {
            var (read, problem) = next.GetAwaiter().GetResult();
            using var image = read;
            if (done + 1 < open.Length)
            {
                string following = paths[open[done + 1]];
                next = Task.Run(() => PictureReading.Read(following), CancellationToken.None);
            }
            if (cancellation.IsCancellationRequested)
            {
                throw new CommandCanceledException(
                    $"Cancelled after {done} of {open.Length} images; those are saved, and the same command goes on from there.",
                    new OperationCanceledException(cancellation)
                );
            }

            string path = paths[open[done]];
            if (image is null)
            {
                Broken.Add(problem!);
            }
            else
            {
                all[open[done]] = Look(path, image);
            }
            report(done + 1, clock.Elapsed / (done + 1) * (open.Length - done - 1), Path.GetFileName(path));
        }
        return open.Length;
    }

    /// <returns>An image's evidence; null if the network fails on it, such as for lack of memory: the others are still looked at.</returns>
    private ImageEvidence? Look(string path, MLImage image)
    {
        ImageEvidence evidence;
        try
        {
            evidence = look(image);
        }
        catch (Exception e)
        {
            Broken.Add($"{path}: {Terminal.Message(e)}");
            return null;
        }
        record.Add(EvidenceLine.Of(path, evidence));
        return evidence;
    }
}
