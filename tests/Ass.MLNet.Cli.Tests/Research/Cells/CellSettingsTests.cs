using System.Text.Json.Nodes;
using Ass.MLNet.Cli.Research.Cells;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class CellSettingsTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>The file is known by what is in it, wherever its path ends; words are no files.</summary>
    [Fact]
    public void A_weight_file_is_known_by_its_content()
    {
        string weights = _folder.Text("c#1/weights.pth", "one");
        string? one = CellSettings.ContentOf(weights);
        Assert.Equal(one, CellSettings.ContentOf(weights + "#encoder_q"));
        Assert.NotEqual(one, CellSettings.ContentOf(_folder.Text("other.pth", "other")));
        Assert.Null(CellSettings.ContentOf("imagenet"));
        Assert.Null(CellSettings.ContentOf(null));

        Assert.Equal(
            ["data.weightContent: \"one\" there, \"other\" now"],
            CellSettings.Differences(With(CellSettings.WeightContent, "one"), With(CellSettings.WeightContent, "other"))
        );
    }

    [Theory]
    [InlineData(CellSettings.WeightContent)]
    [InlineData(CellSettings.MapContents)]
    [InlineData(CellSettings.Images)]
    public void What_a_cell_of_an_earlier_version_does_not_tell_is_not_compared(string entry) =>
        Assert.Empty(CellSettings.Differences(With("seed", "1"), With(entry, "x", "seed")));

    private static JsonObject With(string name, string value, string? other = null)
    {
        var data = new JsonObject { [name] = value };
        if (other is not null)
        {
            data[other] = "1";
        }
        return new() { ["data"] = data };
    }
}
