namespace Ass.MLNet.Benchmarks;

/// <summary>Ways to do the same thing, measured against the first.</summary>
/// <param name="Title">What is done; no two groups of a case share it.</param>
/// <param name="Contenders">The baseline, then the others.</param>
internal sealed record ContenderGroup(string Title, params Contender[] Contenders)
{
    /// <summary>Rounds, where <c>--rounds</c> does not say otherwise.</summary>
    public int Rounds { get; init; } = 31;

    /// <summary>Rounds before those. The default is what the run-time needs until it has compiled hot loops for good; what libtorch
    /// computes needs one.</summary>
    public int WarmUpRounds { get; init; } = 8;

    /// <summary>Whether peak memory is of interest.</summary>
    public bool Memory { get; init; }

    /// <summary>Looks, before anything is measured, whether the contenders do the same; says what it found.</summary>
    /// <remarks>Throws <see cref="InvalidOperationException"/> where they do not.</remarks>
    public Func<IReadOnlyList<IWork>, string>? Check { get; init; }

    /// <summary>What follows from the times, in a sentence.</summary>
    public Func<Comparison, string>? Conclude { get; init; }

    /// <summary>How the result is shown.</summary>
    public Func<Comparison, IEnumerable<string>> Table { get; init; } = ComparisonTable.Lines;
}

/// <summary>One way to do it.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Create">Prepares it.</param>
internal sealed record Contender(string Name, Func<IWork> Create)
{
    /// <summary>Floating-point operations of one run, a multiplication and an addition being two; 0: not told, and no rate is
    /// shown.</summary>
    public double Operations { get; init; }

    /// <summary>Images that one run takes; 0: not told.</summary>
    public int Images { get; init; }

    /// <summary>Whether most of the operations are in bfloat16, so that the machine's rates in that precision are what to compare
    /// with.</summary>
    public bool InBFloat16 { get; init; }

    public Contender(string name, Action run)
        : this(name, () => new ActionWork(run)) { }
}
