namespace Ass.MLNet.Benchmarks;

/// <summary>The command line.</summary>
/// <param name="Case">The only case to run; null: all.</param>
/// <param name="Group">A part of the titles of its groups to run; null: all.</param>
/// <param name="Rounds">How many; null: what suits each group.</param>
/// <param name="Output">A file for the report, which is shown in any case.</param>
/// <param name="Child">In the process of a contender: which.</param>
internal sealed record BenchmarkArguments(string? Case, string? Group, int? Rounds, string? Output, ChildArguments? Child)
{
    public const string Help = """
        dotnet run -c Release [-- [--case NAME[/GROUP]] [--rounds N] [--output FILE.md]]
          --case       one case, or those of its groups whose title contains GROUP (× may be written x)
          --rounds     rounds of each comparison instead of what suits it
          --output     write the report to a file, too
        """;

    /// <exception cref="ArgumentException">An option is not known, or lacks its value.</exception>
    public static BenchmarkArguments Parse(string[] args)
    {
        var parsed = new BenchmarkArguments(null, null, null, null, null);
        for (int i = 0; i < args.Length; i++)
        {
            parsed = args[i] switch
            {
                "--case" when Value() is { } value => parsed with
                {
                    Case = value.Split('/', 2)[0],
                    Group = value.Split('/', 2) is [_, var group] ? group : null,
                },
                "--rounds" when int.TryParse(Value(), out int rounds) && rounds > 0 => parsed with { Rounds = rounds },
                "--output" when Value() is { } value => parsed with { Output = value },
                "--serve" => parsed with { Child = new ChildArguments(Value()!, int.Parse(Value()!)) },
                _ => throw new ArgumentException($"'{args[i]}' is no option, or its value is missing or wrong."),
            };

            string? Value() => i + 1 < args.Length ? args[++i] : null;
        }

        return parsed;
    }

    /// <summary>Whether a group is asked for.</summary>
    public bool Wants(string title) => Group is null || Plain(title).Contains(Plain(Group), StringComparison.OrdinalIgnoreCase);

    private static string Plain(string title) => title.Replace('×', 'x');
}

/// <summary>Whom the process of a contender serves.</summary>
internal sealed record ChildArguments(string Group, int Contender);
