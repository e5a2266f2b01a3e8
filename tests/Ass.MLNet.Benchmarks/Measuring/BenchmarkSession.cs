using static Ass.MLNet.Benchmarks.FigureNames;

namespace Ass.MLNet.Benchmarks;

/// <summary>What a case is measured in: it takes the comparisons, and says what came of them.</summary>
internal sealed class BenchmarkSession(BenchmarkArguments arguments, TextWriter output, RunRecord record)
{
    /// <summary>The case that runs.</summary>
    public required string Case { get; init; }

    /// <summary>Rounds that were asked for, or else <paramref name="usual"/>.</summary>
    public int Rounds(int usual) => arguments.Rounds ?? usual;

    /// <summary>Whether a group, or a part of the report that is none, is asked for.</summary>
    public bool Wants(string title) => arguments.Child is { } child ? child.Group == title : arguments.Wants(Case, title);

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
        Section(group.Title, group.Table(comparison));
        foreach (var figures in ContenderFigures.Of(comparison))
        {
            Record(group.Title, figures.Contender.Name, Figures(figures, group.Memory));
        }
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

    /// <summary>Keeps figures for later runs to be compared with.</summary>
    public void Record(string group, string name, params (string Name, double Value)[] figures) => record.Add(Case, group, name, figures);

    private static (string Name, double Value)[] Figures(ContenderFigures figures, bool memory) =>
        [
            (MedianMilliseconds, figures.Median),
            (LeastMilliseconds, figures.Least),
            (ProcessorMilliseconds, figures.Processor),
            (TimeRatio, figures.TimeRatio.Median),
            (TimeRatioLow, figures.TimeRatio.Low),
            (TimeRatioHigh, figures.TimeRatio.High),
            (ProcessorRatio, figures.ProcessorRatio.Median),
            .. figures.Contender.Operations > 0 ? [(GigaflopsPerSecond, figures.Rate / 1e9)] : Array.Empty<(string, double)>(),
            .. figures.Contender.Images > 0 ? [(ImagesPerSecond, figures.ImagesPerSecond)] : Array.Empty<(string, double)>(),
            .. memory && figures.PeakMegabytes > 0
                ? [(PeakMegabytes, figures.PeakMegabytes), (MemoryRatio, figures.MemoryRatio)]
                : Array.Empty<(string, double)>(),
        ];
}
