using System.Diagnostics;
using System.Globalization;
using Ass.MLNet.Training;
using Microsoft.ML;

namespace Ass.MLNet.Benchmarks;

/// <summary>The data path: how fast samples come, and how long training waits for them.</summary>
internal sealed class LoaderCase : IBenchmarkCase
{
    private const int Pairs = 4,
        SetAside = 5;

    private static readonly StepSetting[] Settings =
    [
        new(SegmentationNetwork.DeepLabV2ResNet18, 16, false, 1024, 512, 19),
        new(SegmentationNetwork.DeepLabV2ResNet101, 8, true, 1024, 512, 19),
    ];

    public string Name => "loader";

    public string Summary =>
        "images and labels of 2048×1024 from disk to augmented samples of 1024×512, decoded by one thread a stream; the goal is "
        + "to wait less than 2 % of a step";

    public void Run(BenchmarkSession session)
    {
        using var pictures = new BenchmarkPictures();
        var data = Load(pictures);
        if (session.Wants("Streams alone"))
        {
            session.Section("Streams alone", [MeasureStreams(data, session.Rounds(40))]);
        }

        foreach (var setting in Settings.Where(s => session.Wants(s.Title)))
        {
            using var work = new StreamedStep(setting, data);
            int steps = session.Rounds(setting.Network == SegmentationNetwork.DeepLabV2ResNet101 ? 5 : 20);
            work.RunReady(1);
            double ready = Statistics.Median(work.RunReady(steps));
            var streamed = work.Run(steps);
            double waiting = Statistics.Median(streamed.Select(s => s.Waiting)),
                step = Statistics.Median(streamed.Select(s => s.Step)),
                share = 100 * streamed.Sum(s => s.Waiting) / streamed.Sum(s => s.Step);
            session.Section(
                setting.Title,
                [
                    "| batches | median ms a step | of it waiting ms | waiting, all steps |",
                    "| --- | --: | --: | --: |",
                    Text($"| lie ready | {ready:0} | | |"),
                    Text($"| from disk | {step:0} | {waiting:0.00} | {share:0.00} % |"),
                    "",
                    $"{steps} steps.",
                ]
            );
        }
    }

    private static string MeasureStreams(IDataView data, int rounds)
    {
        using var streams = StreamedStep.OpenStreams(Settings[0], data);
        for (int i = 0; i < SetAside; i++)
        {
            streams.Next();
        }

        var processor = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < rounds; i++)
        {
            streams.Next();
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds,
            busy = (Environment.CpuUsage.TotalTime - processor).TotalSeconds;
        return Text($"{3 * rounds / seconds:0.0} samples a second from three streams, ")
            + Text($"{busy / (3 * rounds) * 1000:0.0} ms of processor time a sample (two of three with a label).");
    }

    /// <summary>A folder of each domain, with copies of one pair.</summary>
    private static IDataView Load(BenchmarkPictures pictures)
    {
        string root = Path.GetDirectoryName(pictures.Image)!;
        string images = Directory.CreateDirectory(Path.Combine(root, "images")).FullName,
            labels = Directory.CreateDirectory(Path.Combine(root, "labels")).FullName;
        for (int i = 0; i < Pairs; i++)
        {
            File.Copy(pictures.Image, Path.Combine(images, $"{i}.png"));
            File.Copy(pictures.GreyLabel, Path.Combine(labels, $"{i}.png"));
        }

        var set = SegmentationDataset.Folder(images, labels, LabelMap.Cityscapes);
        return new MLContext(OurStep.Seed).Data.LoadSegmentation(set.AsSource(), set.AsTarget(labeled: Pairs / 2));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
