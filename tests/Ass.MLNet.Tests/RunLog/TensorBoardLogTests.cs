using Ass.MLNet.Images;
using Ass.MLNet.RunLog;
using SkiaSharp;
using Tensorboard;
using TorchSharp;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class TensorBoardLogTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly List<string> _warnings = [];

    [Fact]
    public void A_file_begins_with_its_version_and_the_start_of_a_session()
    {
        Write(40);
        var events = EventFile.Read(Assert.Single(Files()));
        Assert.Equal(2, events.Count);
        Assert.Equal("brain.Event:2", events[0].FileVersion);
        Assert.Equal((41, SessionLog.Types.SessionStatus.Start), (events[1].Step, events[1].SessionLog.Status));
        Assert.All(events, e => Assert.InRange(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0 - e.WallTime, -1, 60));
    }

    [Fact]
    public void A_report_becomes_points_of_curves_but_not_what_is_no_number()
    {
        var progress = new AssTrainingProgress
        {
            Step = 20,
            Losses = new Dictionary<string, double> { ["source"] = 0.5, ["target"] = double.NaN },
            DiscriminatorAccuracies = new Dictionary<string, double> { ["global"] = 0.75 },
            LearningRate = 2.5e-4,
            ImagesPerSecond = 12.5,
            SkippedSteps = 3,
        };
        Write(0, progress);

        var curves = EventFile.Curves(_folder.Root);
        Assert.Equal(
            ["discriminator accuracy/global", "images per second", "learning rate", "loss/source", "skipped steps"],
            curves.Keys.Order()
        );
        Assert.Equal([(20L, 0.5f)], curves["loss/source"]);
        Assert.Equal([(20L, 0.75f)], curves["discriminator accuracy/global"]);
        Assert.Equal([(20L, 2.5e-4f)], curves["learning rate"]);
        Assert.Equal([(20L, 12.5f)], curves["images per second"]);
        Assert.Equal([(20L, 3f)], curves["skipped steps"]);
    }

    [Fact]
    public void A_validation_becomes_points_and_pictures()
    {
        var palette = SegmentationPalette.Voc(1, 3);
        var red = new PredictionPicture(new BgrImage(2, 1, [0, 0, 255, 0, 0, 255]), [0, 255], [1, 0], palette);
        var blue = new PredictionPicture(new BgrImage(1, 1, [255, 0, 0]), [0], [0], palette);
        using (var log = new TensorBoardLog(_folder.Root, 0, _warnings.Add))
        {
            log.Validated(100, TestProgress.Metrics(), [red, blue]);
        }

        var curves = EventFile.Curves(_folder.Root);
        Assert.Equal(
            ["validation/IoU road", "validation/IoU sky, blue", "validation/mIoU", "validation/mean accuracy", "validation/pixel accuracy"],
            curves.Keys.Order(StringComparer.Ordinal)
        );
        Assert.Equal([(100L, 0.75f)], curves["validation/pixel accuracy"]);

        var pictures = EventFile
            .Read(Files()[0])
            .Where(e => e.Summary is not null)
            .SelectMany(e => e.Summary.Value)
            .Where(v => v.Image is not null)
            .ToList();
        Assert.Equal(["predictions/0", "predictions/1"], pictures.Select(p => p.Tag));
        using var decoded = SKBitmap.Decode(pictures[0].Image.EncodedImageString.ToByteArray());
        Assert.Equal((14, 1, 14, 1), (decoded.Width, decoded.Height, pictures[0].Image.Width, pictures[0].Image.Height));
        Assert.Equal(SKColors.Red, decoded.GetPixel(0, 0));
        Assert.Equal(SKColors.White, decoded.GetPixel(2, 0));
        Assert.Equal(palette.Colors[0].ToArgb(), (int)(uint)decoded.GetPixel(6, 0));
        Assert.Equal(SKColors.Black, decoded.GetPixel(7, 0));
        Assert.Equal(palette.Colors[1].ToArgb(), (int)(uint)decoded.GetPixel(12, 0));
    }

    [Fact]
    public void Resuming_hides_the_steps_that_are_trained_again()
    {
        Write(0, Reports(10, 20, 30));
        Write(20, Reports(30, 40));
        Write(20, Reports(30));
        Assert.Equal([10, 20, 30], EventFile.Curves(_folder.Root)["loss/source"].Select(point => point.Step));
        Assert.Equal(3, Files().Length);
    }

    [Fact]
    public void A_fresh_run_hides_all_that_older_files_tell()
    {
        Write(0, Reports(1, 10));
        Write(0, Reports(5));
        Assert.Equal([5], EventFile.Curves(_folder.Root)["loss/source"].Select(point => point.Step));
    }

    [Fact]
    public void A_new_file_sorts_behind_those_that_a_clock_set_forward_made()
    {
        _folder.Text("events.out.tfevents.5000000000.host.12.0");
        _folder.Text("events.out.tfevents.nonsense");
        Write(0);
        Assert.StartsWith("events.out.tfevents.5000000001.", Path.GetFileName(Files()[1]));
    }

    [Fact]
    public void A_full_disk_costs_points_but_the_file_stays_whole()
    {
        var disk = new FullDisk();
        using (var log = new TensorBoardLog(_folder.Root, 0, _warnings.Add, disk.Open))
        {
            log.Report(TestProgress.Progress(10));
            disk.Room = 20;
            log.Report(TestProgress.Progress(20));
            disk.Room = 10_000;
            log.Report(TestProgress.Progress(30));
        }

        Assert.Single(_warnings);
        Assert.Equal(0, disk.OpenFiles);
        Assert.Equal([10, 30], EventFile.Curves(_folder.Root)["loss/source"].Select(point => point.Step));
    }

    [Fact]
    public void The_reader_of_these_tests_reads_what_another_writer_wrote()
    {
        var writer = torch.utils.tensorboard.SummaryWriter(_folder.Root);
        writer.add_scalar("loss/source", 0.5f, 10);
        Assert.Equal([(10L, 0.5f)], EventFile.Curves(_folder.Root)["loss/source"]);
    }

    public void Dispose() => _folder.Dispose();

    private static AssTrainingProgress[] Reports(params int[] steps) => [.. steps.Select(step => TestProgress.Progress(step))];

    private void Write(int resumeStep, params AssTrainingProgress[] reports)
    {
        using var log = new TensorBoardLog(_folder.Root, resumeStep, _warnings.Add);
        foreach (var report in reports)
        {
            log.Report(report);
        }

        Assert.Empty(_warnings);
    }

    private string[] Files() => [.. Directory.GetFiles(_folder.Root).Order(StringComparer.Ordinal)];
}
