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
        PeakMegabytes = new double[group.Contenders.Length];
    }

    public ContenderGroup Group { get; }

    public int Rounds { get; }

    /// <summary>Milliseconds, by contender and round.</summary>
    public double[][] Wall { get; }

    /// <summary>Milliseconds of all threads of the contender's process, by contender and round.</summary>
    public double[][] Processor { get; }

    /// <summary>Of resident memory, by contender.</summary>
    public double[] PeakMegabytes { get; }

    /// <summary>The machine's own rates, measured between the rounds; null where the group does not count
    /// operations.</summary>
    public RoofRates? Roof { get; private set; }

    /// <summary>What the check before the first round found.</summary>
    public string? Checked { get; private init; }

    /// <param name="group">Who.</param>
    /// <param name="rounds">How often, after the warm-up.</param>
    /// <param name="serve">The arguments that make this program serve a contender.</param>
    public static Comparison Run(ContenderGroup group, int rounds, Func<int, string[]> serve)
    {
        var comparison = new Comparison(group, rounds) { Checked = Check(group) };
        var processes = new List<ContenderProcess>();
        try
        {
            for (int i = 0; i < group.Contenders.Length; i++)
            {
                processes.Add(new ContenderProcess(group.Contenders[i], serve(i)));
            }

            comparison.Measure(processes);
        }
        finally
        {
            processes.ForEach(process => process.Dispose());
        }

        return comparison;
    }

    private static string? Check(ContenderGroup group)
    {
        if (group.Check is null)
        {
            return null;
        }

        var works = group.Contenders.Select(contender => contender.Create()).ToList();
        try
        {
            return group.Check(works);
        }
        finally
        {
            works.ForEach(work => work.Dispose());
        }
    }

    private void Measure(List<ContenderProcess> processes)
    {
        using var roof = Group.Contenders.Any(c => c.Operations > 0) ? new Roof(Group.Contenders.Any(c => c.InBFloat16)) : null;
        for (int round = -Group.WarmUpRounds; round < Rounds; round++)
        {
            for (int turn = 0; turn < processes.Count; turn++)
            {
                // The order rotates: nobody is always behind the one who filled the caches.
                int contender = (turn + Math.Abs(round)) % processes.Count;
                roof?.Measure();
                var run = processes[contender].Run();
                PeakMegabytes[contender] = run.PeakMegabytes;
                if (round >= 0)
                {
                    (Wall[contender][round], Processor[contender][round]) = (run.Wall, run.Processor);
                }
            }
        }

        Roof = roof?.Rates;
    }
}
