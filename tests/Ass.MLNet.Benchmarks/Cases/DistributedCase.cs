using System.Diagnostics;
using Ass.MLNet.Distribution;

namespace Ass.MLNet.Benchmarks;

/// <summary>What training in several processes costs: <c>mpirun -n 2 dotnet run -c Release --no-build -- --case distributed</c>.</summary>
internal sealed class DistributedCase : IBenchmarkCase
{
    private const int UsualRounds = 21;

    // Values of a message, up to the parameters of a ResNet-101.
    private static readonly int[] Lengths = [8, 1_000, 100_000, 1_000_000, 11_300_000, 42_600_000];

    public string Name => "distributed";

    public string Summary => "several processes that mpirun has started: their values added up, and a step with and without the others";

    public void Run(BenchmarkSession session)
    {
        MpiProcessGroup group;
        try
        {
            group = MpiProcessGroup.Join();
        }
        catch (InvalidOperationException e)
        {
            session.Section("Not measured", [e.Message]);
            return;
        }
        using (group)
        {
            var sums = Lengths.Select(length => (length, Sums(group, length, session.Rounds(UsualRounds)))).ToArray();
            var steps = new[] { StepSetting.ResNet18Frozen with { Recipe = AdaptationRecipe.Joint }, StepSetting.ResNet18Frozen }
                .Select(setting => (setting, Steps(group, setting, session.Rounds(UsualRounds))))
                .ToArray();
            if (group.Rank > 0)
            {
                return;
            }
            session.Section(
                $"Sums of 32-bit floats over {group.Size} processes",
                [
                    Markdown.Row(["values", "MB", "ms", "GB/s"]),
                    Markdown.Rule(4),
                    .. sums.Select(s =>
                        Markdown.Row([
                            Markdown.Number(s.length, "#,0"),
                            Markdown.Number(s.length * 4e-6, "0.###"),
                            Markdown.Number(s.Item2, "0.000"),
                            Markdown.Number(s.length * 4e-6 / s.Item2, "0.00"),
                        ])
                    ),
                ]
            );
            session.Section(
                $"A step of each of {group.Size} processes at the same time, in ms",
                [
                    Markdown.Row(["", "alone", "together", "ratio"]),
                    Markdown.Rule(4),
                    .. steps.Select(s =>
                        Markdown.Row([
                            $"{s.setting.Title}, {s.setting.Recipe}",
                            Markdown.Milliseconds(s.Item2.Alone),
                            Markdown.Milliseconds(s.Item2.Together),
                            Markdown.Number(s.Item2.Ratio, "0.00"),
                        ])
                    ),
                ]
            );
        }
    }

    /// <summary>The median time to add so many values, in milliseconds.</summary>
    private static double Sums(MpiProcessGroup group, int length, int rounds)
    {
        float[] values = new float[length];
        var times = new List<double>();
        double[] together = [0];
        for (int i = 0; i < rounds + 2; i++)
        {
            group.Sum(together);
            long began = Stopwatch.GetTimestamp();
            group.Sum(values);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        return Statistics.Median(times.Skip(2));
    }

    private static (double Alone, double Together, double Ratio) Steps(MpiProcessGroup group, StepSetting setting, int rounds)
    {
        using var alone = new OurStep(setting);
        using var together = new OurStep(setting, Ranks.Of(group));
        var times = new List<(double Alone, double Together)>();
        for (int i = 0; i < rounds + 2; i++)
        {
            times.Add((Time(alone), Time(together)));
        }
        times.RemoveRange(0, 2);
        return (
            Statistics.Median(times.Select(t => t.Alone)),
            Statistics.Median(times.Select(t => t.Together)),
            Statistics.Median(times.Select(t => t.Together / t.Alone))
        );

        double Time(OurStep step)
        {
            group.Sum(stackalloc double[1]);
            long began = Stopwatch.GetTimestamp();
            step.Run();
            return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }
    }
}
