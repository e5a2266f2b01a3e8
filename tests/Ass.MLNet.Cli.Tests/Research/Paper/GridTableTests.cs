using Ass.MLNet.Cli.Research.Paper;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class GridTableTests
{
    /// <summary>Joint 50, 52, 54 and ASS 53, 56, 56 with 100 labels; with 200 the third seed of ASS, and all of joint, are still to
    /// come.</summary>
    private static readonly GridTable Table = new(
        ["joint", "global", "ass"],
        [100, 200],
        [1, 2, 3],
        new Dictionary<(string, int, int), CellResult>
        {
            [("joint", 100, 1)] = Result(0.50),
            [("joint", 100, 2)] = Result(0.52),
            [("joint", 100, 3)] = Result(0.54),
            [("ass", 100, 1)] = Result(0.53),
            [("ass", 100, 2)] = Result(0.56),
            [("ass", 100, 3)] = Result(0.56),
            [("ass", 200, 1)] = Result(0.6),
            [("ass", 200, 2)] = Result(0.61),
            [("global", 200, 2)] = Result(0.59),
        }
    );

    [Fact]
    public void Means_deviations_and_differences_stand_beside_the_published_figures()
    {
        string[][] rows = Rows(GridMarkdown.Figures(Table, PaperSetting.Gta5, PaperSetting.Gta5.Reports[0]));

        Assert.Equal(["labelled target images", "", "0", "100", "200"], rows[0]);
        Assert.Equal(["joint", "last", "", "52.00 ± 2.00", ""], rows[1]);
        Assert.Equal(["joint", "best", "", "53.00 ± 2.00", ""], rows[2]);
        Assert.Equal(["global", "last", "", "", "59.00 (1 of 3)"], rows[3]);
        Assert.Equal(["global", "published", "", "52.6", "53.6"], rows[5]);
        Assert.Equal(["ass", "last", "", "55.00 ± 1.73", "60.50 ± 0.71 (2 of 3)"], rows[6]);
        Assert.Equal(["ass", "published", "", "54.2", "56.0"], rows[8]);
        Assert.Equal(["AdaptSegNet, unsupervised", "published", "42.4", "", ""], rows[9]);
        Assert.Equal(["DDM", "published", "", "61.2", "60.5"], rows[10]);

        // Of the same seed: 3, 4, 2, and not the difference of deviations.
        Assert.Equal(["ass − joint", "last", "", "+3.00 ± 1.00", ""], rows.Single(r => r is ["ass − joint", "last", ..]));
        Assert.Equal(["ass − global", "last", "", "", "+2.00 (1 of 3)"], rows.Single(r => r is ["ass − global", "last", ..]));
        Assert.Equal(["ass − global", "published", "", "+1.6", "+2.4"], rows.Single(r => r is ["ass − global", "published", ..]));
        Assert.DoesNotContain(rows, r => r[0] == "joint − global");
    }

    [Fact]
    public void The_csv_has_shares_and_empty_cells()
    {
        var lines = GridCsv.Lines(Table, PaperSetting.Gta5);

        Assert.Contains("ass,100,19,last,3,0.55,0.01732051,0.542,0.03,0.01,,", lines);
        Assert.Contains("joint,100,19,best,3,0.53,0.02,,,,,", lines);
        Assert.Contains("ass,200,19,last,2,0.605,0.007071068,0.56,,,0.02,", lines);
        Assert.Equal(1 + 2 * 4, lines.Count);
    }

    [Fact]
    public void The_best_validation_is_the_first_reports_and_all_reports_are_its()
    {
        var synthia = PaperSetting.Synthia.Reports;
        Assert.Equal(["13", "16"], synthia.Select(r => r.Name));

        // Classes 3 to 5 (wall, fence, pole) are in the 16 alone; 9, 14 and 16 in neither. A class that does not occur is left out.
        double[] Iou(double most, double walls) =>
            [
                .. Enumerable
                    .Range(0, 19)
                    .Select(id =>
                        id is 9 or 14 or 16 ? 1
                        : id == 18 ? double.NaN
                        : id is >= 3 and <= 5 ? walls
                        : most
                    ),
            ];
        var result = CellResult.Of(
            synthia,
            30,
            Iou(0.4, 0.1),
            [(10, Iou(0.3, 0.9)), (20, Iou(0.5, 0.2)), (30, Iou(0.9, 0.9))],
            TimeSpan.FromSeconds(5)
        );

        Assert.Equal(20, result.BestStep);
        Assert.Equal((0.5, 0.4), (Math.Round(result.Best["13"], 9), Math.Round(result.Last["13"], 9)));
        Assert.Equal((0.44, 0.34), (Math.Round(result.Best["16"], 9), Math.Round(result.Last["16"], 9)));
    }

    [Fact]
    public void Validations_are_read_from_the_runs_table()
    {
        using var folder = new TestFolder();
        string file = folder.Text("results.csv", "step,source loss,mIoU,IoU a,IoU b", "1,0.5,,,", "2,0.4,0.3,0.3,", "4,0.3,0.4,0.5,0.3");

        var validations = Validations.Read(file, ["a", "b"]);

        Assert.Equal([2, 4], validations.Select(v => v.Step));
        Assert.Equal([0.3, double.NaN], validations[0].IoU);
        Assert.Equal([0.5, 0.3], validations[1].IoU);
        Assert.Empty(Validations.Read(folder.At("none.csv"), ["a", "b"]));
    }

    private static CellResult Result(double last) =>
        new(10, 5, new Dictionary<string, double> { ["19"] = last }, new Dictionary<string, double> { ["19"] = last + 0.01 }, null);

    private static string[][] Rows(IReadOnlyList<string> lines) =>
        [
            .. lines
                .Where(l => l.StartsWith('|') && !l.StartsWith("|--", StringComparison.Ordinal))
                .Select(l => l[1..^1].Split('|').Select(c => c.Trim()).ToArray()),
        ];
}
