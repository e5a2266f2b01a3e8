using System.Globalization;
using Ass.MLNet.Images;
using Google.Protobuf;
using Tensorboard;

namespace Ass.MLNet.RunLog;

/// <summary>Learning curves and prediction pictures as TensorBoard event files, one file per start or resumption of a run.</summary>
/// <remarks>
/// Why not TorchSharp's <c>SummaryWriter</c> (0.107): it cannot write the session start described below, reopens the file for each value,
/// leaves a torn record in the file when the disk is full, which hides everything after it, interleaves records when two threads write, and
/// truncates times to seconds. The messages are TorchSharp's generated classes; the framing around them is our own.
/// <para>
/// A file begins with the start of a session at the step after those done: TensorBoard then forgets what earlier files in the folder tell
/// about that step and later ones, which a resumed run trains again. (So <c>event_accumulator.py</c> does; TensorBoard's fast loader looks
/// for steps that go back instead, with the same outcome once a curve's first step is trained again.)
/// </para>
/// </remarks>
internal sealed class TensorBoardLog : IDisposable
{
    private const string FilePrefix = "events.out.tfevents.";

    private readonly LogFile _file;

    /// <summary>Begins a new event file.</summary>
    /// <param name="folder">The folder of the run's event files.</param>
    /// <param name="resumeStep">Steps done so far; 0 in a fresh run, which hides the contents of older files in the folder.</param>
    /// <param name="warn">Receives a warning if the file cannot be written.</param>
    /// <param name="open">Opens files for writing; see <see cref="LogFile"/>.</param>
    public TensorBoardLog(string folder, int resumeStep, Action<string> warn, Func<string, FileStream>? open = null) =>
        _file = new LogFile(
            NewPath(folder),
            () =>
                [
                    .. Record(new Event { WallTime = Now(), FileVersion = "brain.Event:2" }),
                    .. Record(
                        new Event
                        {
                            WallTime = Now(),
                            Step = resumeStep + 1,
                            SessionLog = new SessionLog { Status = SessionLog.Types.SessionStatus.Start },
                        }
                    ),
                ],
            warn,
            open
        );

    /// <summary>Writes losses, accuracies, gradient norms, shares, learning rate and speed. <see cref="Validated"/> writes the
    /// validation.</summary>
    public void Report(AssTrainingProgress progress)
    {
        var summary = new Summary();
        foreach (var (name, loss) in progress.Losses)
        {
            Add(summary, "loss/" + name, loss);
        }

        foreach (var (name, accuracy) in progress.DiscriminatorAccuracies)
        {
            Add(summary, "discriminator accuracy/" + name, accuracy);
        }

        foreach (var (name, norm) in progress.GradientNorms)
        {
            Add(summary, "gradient norm/" + name, norm);
        }

        foreach (var (name, share) in progress.Shares)
        {
            Add(summary, "share/" + name, share);
        }

        Add(summary, "learning rate", progress.LearningRate);
        Add(summary, "images per second", progress.ImagesPerSecond > 0 ? progress.ImagesPerSecond : double.NaN);
        Add(summary, "skipped steps", progress.SkippedSteps);
        Write(progress.Step, summary);
    }

    /// <summary>Writes a validation's metrics and pictures.</summary>
    public void Validated(int step, SegmentationMetrics metrics, IReadOnlyList<PredictionPicture> pictures)
    {
        var summary = new Summary();
        Add(summary, "validation/mIoU", metrics.MeanIoUOfTrueClasses);
        Add(summary, "validation/pixel accuracy", metrics.PixelAccuracy);
        Add(summary, "validation/mean accuracy", metrics.MeanAccuracy);
        foreach (var (name, iou) in metrics.ClassNames.Zip(metrics.PerClassIoU))
        {
            Add(summary, "validation/IoU " + name, iou);
        }

        Write(step, summary);
        for (int i = 0; i < pictures.Count; i++)
        {
            // One event per picture: a full disk then costs a picture, not the curves.
            Write(step, new Summary { Value = { Picture(FormattableString.Invariant($"predictions/{i}"), pictures[i].Strip()) } });
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Returns a name that sorts after all existing files, even if the clock was set back: TensorBoard reads files in this
    /// order.</summary>
    private static string NewPath(string folder)
    {
        long latest = !Directory.Exists(folder)
            ? 0
            : Directory.EnumerateFiles(folder, FilePrefix + "*").Max(path => (long?)Seconds(path)) ?? 0;
        long seconds = Math.Max(DateTimeOffset.UtcNow.ToUnixTimeSeconds(), latest + 1);
        return Path.Combine(
            folder,
            string.Create(CultureInfo.InvariantCulture, $"{FilePrefix}{seconds:0000000000}.{Environment.ProcessId}")
        );
    }

    private static long Seconds(string path) =>
        long.TryParse(
            Path.GetFileName(path)[FilePrefix.Length..].Split('.')[0],
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out long seconds
        )
            ? seconds
            : 0;

    private static double Now() => (DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds;

    private static byte[] Record(Event message) => TensorBoardRecord.Frame(message.ToByteArray());

    private static Summary.Types.Value Picture(string tag, BgrImage picture)
    {
        const int Rgb = 3;
        var png = UnsafeByteOperations.UnsafeWrap(PredictionPicture.Png(picture));
        return new()
        {
            Tag = tag,
            Image = new()
            {
                Width = picture.Width,
                Height = picture.Height,
                Colorspace = Rgb,
                EncodedImageString = png,
            },
        };
    }

    // A NaN would appear as a gap or break a curve's smoothing.
    private static void Add(Summary summary, string tag, double value)
    {
        if (double.IsFinite(value))
        {
            summary.Value.Add(new Summary.Types.Value { Tag = tag, SimpleValue = (float)value });
        }
    }

    private void Write(int step, Summary summary) =>
        _file.Append(
            Record(
                new Event
                {
                    WallTime = Now(),
                    Step = step,
                    Summary = summary,
                }
            )
        );
}
