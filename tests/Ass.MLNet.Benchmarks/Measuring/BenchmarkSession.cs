namespace Ass.MLNet.Benchmarks;

/// <summary>What a case is measured in: it takes the comparisons, and says what came of them.</summary>
internal sealed class BenchmarkSession(BenchmarkArguments arguments, TextWriter output)
{
    /// <summary>The case that runs.</summary>
    public required string Case { get; init; }

    /// <summary>Rounds that were asked for, or else <paramref name="usual"/>.</summary>
    public int Rounds(int usual) => arguments.Rounds ?? usual;

    /// <summary>Whether a group, or a part of the report that is none, is asked for.</summary>
    public bool Wants(string title) => arguments.Child is { } child ? child.Group == title : arguments.Wants(title);

    /// <summary>Measures a group and prints its table. In the process of a contender: serves it, if it is in this group.</summary>
    public void Compare(ContenderGroup group)
    {
        if (!Wants(group.Title))
        {
            return;
        }

        if (arguments.Child is { } child)
        {
            ContenderProcess.Serve(group.Contenders[child.Contender]);
            return;
        }

        var comparison = Comparison.Run(group, Rounds(group.Rounds), contender => ["--case", Case, "--serve", group.Title, $"{contender}"]);
        Section(group.Title, ComparisonTable.Lines(comparison));
    }

    /// <summary>Prints a part of the report.</summary>
    public void Section(string title, IEnumerable<string> lines)
    {
        output.WriteLine();
        output.WriteLine($"### {title}");
        output.WriteLine();
        foreach (string line in lines)
        {
            output.WriteLine(line);
        }

        output.Flush();
    }
}
