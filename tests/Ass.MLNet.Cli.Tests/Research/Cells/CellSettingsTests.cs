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
    [InlineData(AdaptationRecipe.TargetOnly, "sourceWeight", 0)]
    [InlineData(AdaptationRecipe.TargetOnly, "sourceSize", 0)]
    [InlineData(AdaptationRecipe.TargetOnly, "targetWeight", 1)]
    [InlineData(AdaptationRecipe.SourceOnly, "targetWeight", 0)]
    [InlineData(AdaptationRecipe.SourceOnly, "targetSize", 1)]
    [InlineData(AdaptationRecipe.Joint, "sourceWeight", 1)]
    public void Options_of_images_that_a_row_does_not_train_on_are_not_compared(AdaptationRecipe recipe, string option, int differences)
    {
        Assert.Equal(differences, CellSettings.Differences(Settings("1"), Settings("2")).Count);

        // A training that goes on compares all of its options.
        Assert.Single(CellSettings.Differences(Settings("1"), Settings("2"), isFinished: false));

        JsonObject Settings(string value) =>
            new()
            {
                ["training"] = new JsonObject { ["recipe"] = recipe.ToString(), [option] = value },
            };
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public void Options_of_self_training_are_compared_where_there_is_some(bool enabled, int differences)
    {
        Assert.Equal(differences, CellSettings.Differences(Settings("Pixels"), Settings("Classes"), isFinished: false).Count);

        JsonObject Settings(string trust) =>
            new()
            {
                ["training"] = new JsonObject { ["selfTraining"] = enabled, ["pseudoLabelTrust"] = trust },
            };
    }

    [Theory]
    [InlineData(CellSettings.LabelledImages)]
    [InlineData(CellSettings.WeightContent)]
    [InlineData(CellSettings.MapContents)]
    [InlineData(CellSettings.Images)]
    [InlineData(CellSettings.Classes)]
    public void What_a_cell_of_an_earlier_version_does_not_tell_is_not_compared(string entry) =>
        Assert.Empty(CellSettings.Differences(With("seed", "1"), With(entry, "x", "seed")));

    [Theory]
    [InlineData("/old/w.pth", "one", "/new/w.pth", "one", 0)]
    [InlineData("/o#d/w.pth", "one", "/new/w.pth", "one", 0)]
    [InlineData("w.pth", "one", "/new/w.pth", "one", 0)]
    [InlineData("/old/w.pth#encoder", "one", "/new/w.pth#encoder", "one", 0)]
    [InlineData("/old/w.pth#encoder", "one", "/new/w.pth#teacher", "one", 1)]
    [InlineData("/old/w.pth", "one", "/new/w.pth#teacher", "one", 1)]
    [InlineData("/old/w.pth", "one", "/new/w.pth", "other", 2)]
    [InlineData("/old/w.pth", null, "/new/w.pth", "one", 1)]
    [InlineData("imagenet", null, "/new/w.pth", null, 1)]
    public void A_weight_file_that_lies_elsewhere_is_the_same(
        string path,
        string? content,
        string otherPath,
        string? other,
        int differences
    )
    {
        Assert.Equal(differences, CellSettings.Differences(Settings(path, content), Settings(otherPath, other)).Count);
        Assert.NotEmpty(CellSettings.Differences(Settings(path, content), Settings(otherPath, other), isFinished: false));

        static JsonObject Settings(string path, string? content)
        {
            var data = new JsonObject { ["seed"] = "1" };
            if (content is not null)
            {
                data[CellSettings.WeightContent] = content;
            }
            return new()
            {
                ["data"] = data,
                ["training"] = new JsonObject { ["pretrainedWeights"] = path },
            };
        }
    }

    /// <summary>What a stopped training would refuse is said before it goes on, so that it can be trained again instead.</summary>
    [Fact]
    public void A_cell_that_was_stopped_compares_all_options()
    {
        var cell = new CellFolder(_folder.At("cell/."));
        _folder.Text("cell/options.json", Settings(1).ToJsonString());
        Assert.Single(cell.Differences(Settings(2)));

        _folder.Text("cell/result.json", "{}");
        Assert.Empty(cell.Differences(Settings(2)));

        static JsonObject Settings(int weight) =>
            new()
            {
                ["training"] = new JsonObject { ["recipe"] = nameof(AdaptationRecipe.TargetOnly), ["sourceWeight"] = weight },
            };
    }

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
