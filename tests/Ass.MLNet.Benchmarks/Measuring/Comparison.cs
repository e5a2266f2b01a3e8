using System.Diagnostics;

namespace Ass.MLNet.Benchmarks;

/// <summary>Runs contenders in turn, so that whatever disturbs the machine disturbs all of them, and compares them round by round.</summary>
internal sealed class Comparison
{
    // Until the run-time has compiled the hot loops for good.
    private const int WarmUpRounds = 8;

    private readonly ContenderGroup _group;
    private readonly double[][] _wall;
    private readonly double[][] _processor;

    private Comparison(ContenderGroup group, int rounds)
    {
        _group = group;
        _wall = [.. group.Contenders.Select(_ => new double[rounds])];
        _processor = [.. group.Contenders.Select(_ => new double[rounds])];
    }

    public static Comparison Run(ContenderGroup group, int rounds)
    {
        var comparison = new Comparison(group, rounds);
        for (int round = -WarmUpRounds; round < rounds; round++)
        {
            for (int turn = 0; turn < group.Contenders.Length; turn++)
            {
                // The order rotates: nobody is always behind the one who filled the caches.
                int contender = (turn + Math.Abs(round)) % group.Contenders.Length;
                var processor = Environment.CpuUsage.TotalTime;
                long start = Stopwatch.GetTimestamp();
                group.Contenders[contender].Run();
                if (round >= 0)
                {
                    comparison._wall[contender][round] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                    comparison._processor[contender][round] = (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds;
                }
            }
        }

        return comparison;
    }

    /// <summary>Medians, and ratios to the first contender: the median over the rounds, and in brackets the middle half of them.</summary>
    public void Print(TextWriter output)
    {
        int width = _group.Contenders.Max(c => c.Name.Length);
        output.WriteLine();
        output.WriteLine(_group.Title);
        output.WriteLine($"{"".PadRight(width)}  {"ms",8} {"least",8} {"CPU ms",8}   {"ratio",-20} CPU ratio");
        for (int i = 0; i < _group.Contenders.Length; i++)
        {
            output.WriteLine(
                $"{_group.Contenders[i].Name.PadRight(width)}  {Quantile(_wall[i], 0.5),8:0.00} {_wall[i].Min(),8:0.00} {Quantile(_processor[i], 0.5),8:0.00}   "
                + $"{Ratio(_wall, i),-20} {Ratio(_processor, i)}");
        }
    }

    private static string Ratio(double[][] times, int contender)
    {
        double[] ratios = [.. times[contender].Zip(times[0], (own, first) => own / first)];
        return contender == 0 ? "1" : $"{Quantile(ratios, 0.5):0.00} ({Quantile(ratios, 0.25):0.00}–{Quantile(ratios, 0.75):0.00})";
    }

    private static double Quantile(double[] values, double share) => values.Order().ElementAt((int)(share * (values.Length - 1)));
}
