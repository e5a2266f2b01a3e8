using Microsoft.ML;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class SuggestCommandTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public SuggestCommandTests()
    {
        for (int seed = 1; seed <= 6; seed++)
        {
            using var image = TestModel.Picture(seed);
            image.Save(_folder.Text($"images/{seed}.png", ""));
        }
        var ml = new MLContext();
        using var model = TestModel.Create(ml);
        model.Save(_folder.At("model.zip"));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Images_are_chosen_among_those_without_a_label_and_shown_with_reasons()
    {
        string label = _folder.Plain("labels/3.png", 4, 4, 0, 0, 0);
        string list = _folder.Text("labelled.txt", $"{_folder.At("images/3.png")}\t{label}\n");

        var (code, output, error) = await Suggest("--labeled", "pairs:" + list, "--count", "3");

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("3 of 5 images are suggested", output);
        string[] chosen = await File.ReadAllLinesAsync(_folder.At("out/suggestions.txt"));
        Assert.Equal(3, chosen.Distinct().Count());
        Assert.DoesNotContain("3.png", chosen);
        Assert.All(chosen, name => Assert.True(File.Exists(_folder.At("images/" + name))));
        string[] table = await File.ReadAllLinesAsync(_folder.At("out/suggestions.csv"));
        Assert.Equal("rank,image,score,looks,classes,uncertainty", table[0]);
        Assert.Equal(chosen, table.Skip(1).Select(line => line.Split(',')[1]));
        string page = await File.ReadAllTextAsync(_folder.At("out/report.html"));
        Assert.Contains("Chosen from 5 images, beside 1 with labels.", page);
        Assert.Equal(3, page.Split("data:image/").Length - 1);

        // The second time nothing is looked at again, and the choice is the same.
        (code, output, _) = await Suggest("--labeled", "pairs:" + list, "--count", "3");
        Assert.Equal(0, code);
        Assert.Contains("6 of 6 images were looked at before", output);
        Assert.Equal(chosen, await File.ReadAllLinesAsync(_folder.At("out/suggestions.txt")));
    }

    [Fact]
    public async Task More_than_there_are_is_an_error()
    {
        var (code, _, error) = await Suggest("--count", "7");

        Assert.NotEqual(0, code);
        Assert.Contains("--count 7 is more than the 6 images without a label", error);
    }

    [Fact]
    public async Task What_another_model_said_does_not_count()
    {
        _folder.Text("out/evidence.jsonl", "{\"model\":\"another\"}\n");

        var (code, _, error) = await Suggest("--count", "1");

        Assert.NotEqual(0, code);
        Assert.Contains("holds suggestions of another model", error);
        Assert.Contains("--overwrite", error);
    }

    private Task<(int Code, string Output, string Error)> Suggest(params string[] more) =>
        CommandLine.Run([
            "suggest",
            "--model",
            _folder.At("model.zip"),
            "--images",
            _folder.At("images"),
            "--output",
            _folder.At("out"),
            .. more,
        ]);
}
