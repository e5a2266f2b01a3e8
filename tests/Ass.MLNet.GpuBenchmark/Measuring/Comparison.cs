namespace Ass.MLNet.GpuBenchmark;

/// <summary>Lets both sides run a case in turn.</summary>
internal static class Comparison
{
    /// <summary>Turns that are not counted: cuDNN chooses its algorithms, allocators grow, code is compiled.</summary>
    private const int WarmUp = 2;

    /// <param name="arguments">How.</param>
    /// <param name="chosen">What.</param>
    /// <param name="isLate">Whether no further turn should begin; each side has one that counts all the same.</param>
    /// <exception cref="ContenderException">One side cannot.</exception>
    public static (CaseResult Result, string Versions) Run(Arguments arguments, BenchmarkCase chosen, Func<bool> isLate)
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
        for (int round = 0; round < WarmUp + arguments.Rounds && (round <= WarmUp || !isLate()); round++)
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
            new CaseResult(chosen, [.. own.Skip(1 + WarmUp)], [.. theirs.Skip(1 + WarmUp)], CountOperators(ours, chosen), distance),
            $"ours: {ours.Version}; peer: {peer?.Version ?? "none"}"
        );
    }

    // Last, since libtorch's hook for it is no public interface.
    private static (int All, int Kernels)? CountOperators(Contender ours, BenchmarkCase chosen)
    {
        try
        {
            var answer = ours.CountOperators();
            return answer.Calls is { } calls ? (calls, answer.Kernels!.Value) : null;
        }
        catch (ContenderException e)
        {
            Console.Error.WriteLine($"{chosen.Name}: operators could not be counted. {e.Message}");
            return null;
        }
    }

    private static double Distance(IReadOnlyDictionary<string, double> ours, IReadOnlyDictionary<string, double> theirs) =>
        ours.Max(l => Math.Abs(l.Value - theirs[l.Key]) / Math.Abs(theirs[l.Key]));
}
