using Ass.MLNet.Cli.Research.Cells;
using Ass.MLNet.Cli.Research.Study;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class StudyTableTests
{
    private static readonly int[] Seeds = [1, 2, 3];

    /// <summary>With 20 labels joint has 50, 52, 54, ASS 53, 56, 53; with 50 joint lacks its first seed, ASS its last, and target-only all;
    /// source-only has one seed.</summary>
    private static readonly Dictionary<(string Row, int Labeled), double?[]> Figures = new()
    {
        [("source-only", 0)] = [0.3, null, null],
        [("target-only", 20)] = [0.4, 0.4, 0.4],
        [("joint", 20)] = [0.50, 0.52, 0.54],
        [("ass", 20)] = [0.53, 0.56, 0.53],
        [("target-only", 50)] = [null, null, null],
        [("joint", 50)] = [null, 0.6, 0.6],
        [("ass", 50)] = [0.7, 0.65, null],
    };

    [Fact]
    public void Means_and_differences_of_the_same_seed()
    {
        string[][][] tables = Tables(StudyMarkdown.Part(Table(""), ["Facts."]));

        Assert.Equal(
            [
                ["row", "0", "20", "50"],
                ["source-only", "30.00 (1 of 3)", "", ""],
                ["target-only", "", "40.00 ± 0.00", "—"],
                ["joint", "", "52.00 ± 2.00", "60.00 ± 0.00 (2 of 3)"],
                ["ass", "", "54.00 ± 1.73", "67.50 ± 3.54 (2 of 3)"],
            ],
            tables[0]
        );

        // 3, 4, −1: not the difference of the deviations. With 50 labels the second seed alone is in both.
        Assert.Equal(
            [
                ["", "0", "20", "50"],
                ["joint − target-only", "", "+12.00 ± 2.00; 3 of 3 > 0", "—"],
                ["ass − target-only", "", "+14.00 ± 1.73; 3 of 3 > 0", "—"],
                ["ass − joint", "", "+2.00 ± 2.65; 2 of 3 > 0", "+5.00 (1 of 3); 1 of 1 > 0"],
            ],
            tables[1]
        );
        Assert.Equal(3, tables.Length);
        Assert.Equal(["ass", "50", "2 of 3", "67.50", "13.00 (1 of 2)", "67.50", "1.50"], tables[2].Single(r => r is ["ass", "50", ..]));
        Assert.Equal(["target-only", "50", "0 of 3", "—", "—", "—", "—"], tables[2].Single(r => r is ["target-only", "50", ..]));
    }

    [Fact]
    public void Variants_are_compared_with_the_first()
    {
        string[][][] tables = Tables(StudyMarkdown.Part(Table("base", "binary"), []));

        Assert.Contains(tables[1], row => row[0] == "binary: ass − joint");
        Assert.Equal(
            ["binary: joint", "", "+1.00 ± 0.00; 3 of 3 > 0", "+1.00 ± 0.00 (2 of 3); 2 of 2 > 0"],
            tables[2].Single(r => r[0] == "binary: joint")
        );
        Assert.DoesNotContain(tables[2], row => row[0].StartsWith("base"));
    }

    [Fact]
    public void Csv_has_a_line_for_each_finished_cell()
    {
        var (_, results) = Cells("base");

        var lines = StudyCsv.Lines([.. results.Values]);

        Assert.Equal(
            "part,variant,row,labeled,seed,mIoU,pixel accuracy,IoU road,IoU pole,seconds,seconds per step,steps,skipped "
                + "steps,threads,version,date",
            lines[0]
        );
        Assert.Equal(1 + Figures.Values.Sum(v => v.Count(f => f is not null)), lines.Count);
        Assert.Contains("core,base,ass,50,1,0.7,0.9,0.7,,100,1,600,0,1,1.0,2026-01-02", lines);
    }

    private static StudyTable Table(params string[] variants)
    {
        var (cells, results) = Cells(variants);
        return new(cells, results);
    }

    /// <summary>Every variant is a point above the one before.</summary>
    private static (StudyCell[] Cells, Dictionary<StudyCell, StudyResult> Results) Cells(params string[] variants)
    {
        var all = (
            from variant in variants
            from line in Figures
            from seed in Seeds
            select (
                Cell: new StudyCell("core", variant, CellArguments.FindRow(line.Key.Row)!, line.Key.Labeled, seed),
                Figure: line.Value[seed - 1] + 0.01 * Array.IndexOf(variants, variant)
            )
        ).ToArray();
        return (
            [.. all.Select(c => c.Cell)],
            all.Where(c => c.Figure is not null).ToDictionary(c => c.Cell, c => Result(c.Cell, c.Figure!.Value))
        );
    }

    /// <summary>The pole is there in the second seed alone.</summary>
    private static StudyResult Result(StudyCell cell, double meanIoU) =>
        new(
            cell.Part,
            cell.Variant,
            cell.Row.Name,
            cell.Labeled,
            cell.Seed,
            meanIoU,
            0.9,
            new Dictionary<string, double> { ["road"] = meanIoU, ["pole"] = cell.Seed == 2 ? 0.13 : double.NaN },
            100,
            cell.Seed,
            600,
            0,
            1,
            "1.0",
            new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)
        );

    private static string[][][] Tables(IReadOnlyList<string> lines)
    {
        var tables = new List<List<string[]>>();
        string before = "";
        foreach (string line in lines)
        {
            if (line.StartsWith('|') && !before.StartsWith('|'))
            {
                tables.Add([]);
            }
            if (line.StartsWith('|') && !line.StartsWith("|--"))
            {
                tables[^1].Add([.. line.Split('|')[1..^1].Select(cell => cell.Trim())]);
            }
            before = line;
        }

        return [.. tables.Select(t => t.ToArray())];
    }
}
