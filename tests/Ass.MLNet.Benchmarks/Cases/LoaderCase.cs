using System.Diagnostics;
using System.Globalization;
using Ass.MLNet.Training;
using Microsoft.ML;

namespace Ass.MLNet.Benchmarks;

/// <summary>The data path: how fast samples come, and how long training waits for them.</summary>
internal sealed class LoaderCase : IBenchmarkCase
{
    private const int SetAside = 5;

    private static readonly StepSetting[] Settings =
    [
        new(SegmentationNetwork.DeepLabV2ResNet18, 16, false, 1024, 512, 19),
        new(SegmentationNetwork.DeepLabV2ResNet101, 8, true, 1024, 512, 19),
    ];

    public string Name => "loader";

    public string Summary =>
        "images and labels from disk to augmented samples; the goals are 1.8 × the samples with two threads on two cores, and to wait less "
        + "than 2 % of a step";

    public void Run(BenchmarkSession session)
    {
        using var files = new LoaderFiles();
        var data = files.Large;
        CompareThreads(session, new LoaderSetting("one stream, 2048×1024 to 1024×512", new ImageSize(1024, 512), 1, 24), data);
        CompareThreads(session, new LoaderSetting("one stream, 256×192, batches of 8", null, 8, 20), files.Small);
        CompareSteps(session, files.Small);
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

    private static void CompareThreads(BenchmarkSession session, LoaderSetting setting, IDataView data) =>
        session.Compare(
            new ContenderGroup(
                setting.Title,
                new Contender("1 thread", () => new StreamWork(setting, data, threads: 1, keeps: false)),
                new Contender("2 threads", () => new StreamWork(setting, data, threads: 2, keeps: false)),
                new Contender("1 thread, images kept", () => new StreamWork(setting, data, threads: 1, keeps: true)),
                new Contender("2 threads, images kept", () => new StreamWork(setting, data, threads: 2, keeps: true))
            )
            {
                Rounds = 15,
                WarmUpRounds = 4,
                Conclude = comparison => SamplesPerSecond(setting, comparison),
            }
        );

    private static string SamplesPerSecond(LoaderSetting setting, Comparison comparison)
    {
        var rates = comparison.Wall.Select(wall => setting.Batches * setting.BatchSize * 1000 / Statistics.Median(wall));
        return "Samples a second, in this order: " + string.Join(", ", rates.Select(rate => Text($"{rate:0}"))) + ".";
    }

    /// <summary>Steps on small images, the kind that waits for its loader first.</summary>
    private static void CompareSteps(BenchmarkSession session, IDataView data)
    {
        var setting = new StepSetting(
            SegmentationNetwork.DeepLabV2ResNet18,
            16,
            false,
            LoaderFiles.SmallWidth,
            LoaderFiles.SmallHeight,
            19
        );
        session.Compare(
            new ContenderGroup(
                $"steps from disk, {setting.NetworkTitle}, batches of 8",
                Steps("1 thread a stream", (1, 0)),
                Steps("as chosen by default", (null, null)),
                Steps("2 threads a stream", (2, 0)),
                Steps("1 thread a stream, images kept", (1, 64))
            )
            {
                Rounds = 7,
                WarmUpRounds = 1,
            }
        );

        Contender Steps(string name, (int? Threads, int? Megabytes) loading) => new(name, () => new StreamedStep(setting, data, options =>
                {
                    options.BatchSize = 8;
                    (options.Computing.DecodingThreads, options.Computing.DecodedCacheMegabytes) = loading;
                }));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
