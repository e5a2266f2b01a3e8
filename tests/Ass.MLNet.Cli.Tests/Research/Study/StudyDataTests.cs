using System.Text.Json.Nodes;
using Ass.MLNet.Cli.Research.Cells;
using Ass.MLNet.Cli.Research.Study;
using Microsoft.ML;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class StudyDataTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Their order, too, says what the numbers in labels are.</summary>
    [Fact]
    public void A_cell_tells_the_classes_that_are_measured()
    {
        var (before, after) = (Facts("road", "sky"), Facts("sky", "road"));

        Assert.Equal(
            ["data.classes: [\"road\",\"sky\"] there, [\"sky\",\"road\"] now"],
            CellSettings.Differences(new() { ["data"] = before }, new() { ["data"] = after })
        );

        // Where the labels that are measured on have none, they are the source's.
        File.Delete(_folder.At("study/real/classes.txt"));
        Assert.Equal("""["sky","road"]""", Facts()[CellSettings.Classes]!.ToJsonString());
    }

    private JsonObject Facts(params string[] classes)
    {
        foreach (string set in new[] { "game", "real" })
        {
            _folder.Plain($"study/{set}/images/1.png", 2, 1, 1, 2, 3);
            _folder.Grey($"study/{set}/labels/1.png", 2, 0, 1);
            if (classes.Length > 0)
            {
                _folder.Text($"study/{set}/classes.txt", classes);
            }
        }
        var variant = StudyFile
            .Read(
                _folder.Text(
                    "study/study.json",
                    """
                    {
                      "train": { "source": "folder:game", "val": "folder:real" },
                      "parts": { "p": { "rows": ["source-only"], "seeds": [1] } }
                    }
                    """
                )
            )
            .Parts.Single()
            .Variants.Single();
        var ml = new MLContext();
        var cell = new StudyCell("p", "", CellArguments.FindRow("source-only")!, Labeled: 0, Seed: 1);
        return StudyData.Open(ml, variant, holdBack: null, _folder.Root).FactsOf(ml, cell);
    }
}
