using System.Diagnostics;

namespace Ass.MLNet.Benchmarks;

/// <summary>Runs contenders in turn, so that whatever disturbs the machine disturbs all of them, and keeps what each round took.</summary>
internal sealed class Comparison
{
    private Comparison(ContenderGroup group, int rounds)
    {
        Group = group;
        Rounds = rounds;
        Wall = [.. group.Contenders.Select(_ => new double[rounds])];
        Processor = [.. group.Contenders.Select(_ => new double[rounds])];
    }

    public ContenderGroup Group { get; }

    public int Rounds { get; }

    /// <summary>Milliseconds, by contender and round.</summary>
    public double[][] Wall { get; }

    /// <summary>Milliseconds of all threads of the contender's process, by contender and round.</summary>
    public double[][] Processor { get; }

    /// <summary>The machine's own rates in operations a second, measured between the rounds; null where the group does not count operations.</summary>
    public (double Matrix, double Convolution)? Roof { get; private set; }

    /// <summary>What the check before the first round found.</summary>
    public string? Checked { get; private set; }

    public static Comparison Run(ContenderGroup group, int rounds)
    {
        var comparison = new Comparison(group, rounds);
        var works = new List<IWork>();
        try
        {
            works.AddRange(group.Contenders.Select(contender => contender.Create()));
            comparison.Checked = group.Check?.Invoke(works);
            comparison.Measure(works);
        }
        finally
        {
            works.ForEach(work => work.Dispose());
        }

        return comparison;
    }

    private void Measure(List<IWork> works)
    {
        using var roof = Group.Contenders.Any(c => c.Operations > 0) ? new Roof() : null;
        for (int round = -Group.WarmUpRounds; round < Rounds; round++)
        {
            for (int turn = 0; turn < works.Count; turn++)
            {
                // The order rotates: nobody is always behind the one who filled the caches.
                int contender = (turn + Math.Abs(round)) % works.Count;
                roof?.Measure();
                var processor = ProcessorTime(works[contender]);
                long start = Stopwatch.GetTimestamp();
                works[contender].Run();
                if (round >= 0)
                {
                    Wall[contender][round] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                    Processor[contender][round] = (ProcessorTime(works[contender]) - processor).TotalMilliseconds;
                }
            }
        }

        Roof = roof?.Rates;
    }

    private static TimeSpan ProcessorTime(IWork work)
    {
        using var process = Process.GetProcessById(work.ProcessId);
        return process.TotalProcessorTime;
    }
}
