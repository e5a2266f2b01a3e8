namespace Ass.MLNet.GpuBenchmark;

/// <summary>Lets both sides run a case in turn.</summary>
internal static class Comparison
{
    /// <summary>Turns that are not counted: cuDNN chooses its algorithms, allocators grow, code is compiled.</summary>
    private const int WarmUp = 2;

    /// <exception cref="ContenderException">One side cannot.</exception>
    public static (CaseResult Result, string Versions) Run(Arguments arguments, BenchmarkCase chosen)
    {
        using var ours = Contender.Ours(arguments, chosen);
        using var peer = arguments.Peer ? Contender.PyTorch(arguments, chosen) : null;
        var (own, theirs) = (new List<Answer>(), new List<Answer>());

        // The first turn is one run on both sides, from the same weights, whose losses show that both do the same.
        own.Add(ours.Run(1));
        if (peer is not null)
        {
            theirs.Add(peer.Run(1));
        }
        for (int round = 0; round < WarmUp + arguments.Rounds; round++)
        {
            own.Add(ours.Run(arguments.Runs));
            if (peer is not null)
            {
                theirs.Add(peer.Run(arguments.Runs));
            }
        }

        Console.Error.WriteLine($"{chosen.Name}: done");
        double? distance = own[0].Losses.Count == 0 || peer is null ? null : Distance(own[0].Losses, theirs[0].Losses);
        return (
            new CaseResult(chosen, [.. own.Skip(1 + WarmUp)], [.. theirs.Skip(1 + WarmUp)], distance),
            $"ours: {ours.Version}; peer: {peer?.Version ?? "none"}"
        );
    }

    private static double Distance(IReadOnlyDictionary<string, double> ours, IReadOnlyDictionary<string, double> theirs) =>
        ours.Max(l => Math.Abs(l.Value - theirs[l.Key]) / Math.Abs(theirs[l.Key]));
}
