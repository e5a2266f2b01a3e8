namespace Ass.MLNet.Benchmarks;

/// <summary>The command line.</summary>
/// <param name="Cases">The only cases to run, each with a part of the titles of its groups or, for all of them, null; none: all.</param>
/// <param name="Rounds">How many; null: what suits each group.</param>
/// <param name="Output">A file for the report, which is shown in any case.</param>
/// <param name="Record">A folder for the report and the run's record.</param>
/// <param name="Compare">The record to compare with; null: the newest in <paramref name="Record"/>.</param>
/// <param name="Child">In the process of a contender: which.</param>
internal sealed record BenchmarkArguments(
    IReadOnlyList<(string Name, string? Group)> Cases,
    int? Rounds,
    string? Output,
    string? Record,
    string? Compare,
    ChildArguments? Child
)
{
    public const string Help = """
        dotnet run -c Release [-- [--case NAME[/GROUP]]… [--rounds N] [--output FILE.md] [--record DIR] [--compare FILE.json]]
          --case       one case, or those of its groups whose title contains GROUP (× may be written x); may be given several times
          --rounds     rounds of each comparison instead of what suits it
          --output     write the report to a file, too
          --record     write the report and a record (DATE-VERSION.md and .json) into a folder, and say what changed since the newest
                       record there
          --compare    say what changed since this record
        """;

    /// <exception cref="ArgumentException">An option is not known, or lacks its value.</exception>
    public static BenchmarkArguments Parse(string[] args)
    {
        var parsed = new BenchmarkArguments([], null, null, null, null, null);
        for (int i = 0; i < args.Length; i++)
        {
            parsed = args[i] switch
            {
                "--case" when Value() is { } value => parsed with
                {
                    Cases = [.. parsed.Cases, (value.Split('/', 2)[0], value.Split('/', 2) is [_, var group] ? group : null)],
                },
                "--rounds" when int.TryParse(Value(), out int rounds) && rounds > 0 => parsed with { Rounds = rounds },
                "--output" when Value() is { } value => parsed with { Output = value },
                "--record" when Value() is { } value => parsed with { Record = value },
                "--compare" when Value() is { } value => parsed with { Compare = value },
                "--serve" => parsed with { Child = new ChildArguments(Value()!, int.Parse(Value()!)) },
                _ => throw new ArgumentException($"'{args[i]}' is no option, or its value is missing or wrong."),
            };

            string? Value() => i + 1 < args.Length ? args[++i] : null;
        }

        return parsed;
    }

    /// <summary>Whether a case is asked for.</summary>
    public bool Wants(string name) => Cases.Count == 0 || Cases.Any(c => c.Name == name);

    /// <summary>Whether a group of a case is asked for.</summary>
    public bool Wants(string name, string title) =>
        Cases.Count == 0
        || Cases.Any(c => c.Name == name && (c.Group is null || Plain(title).Contains(Plain(c.Group), StringComparison.OrdinalIgnoreCase)));

    private static string Plain(string title) => title.Replace('×', 'x');
}

/// <summary>Whom the process of a contender serves.</summary>
internal sealed record ChildArguments(string Group, int Contender);
