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

    [Theory]
    [InlineData("cvat", "cvat.zip", "cvat:{0}/cvat.zip:images={0}/images")]
    [InlineData("coco", "coco.json", "coco:{0}/coco.json:images={0}/images")]
    [InlineData("labelme", "images", "labelme:{0}/images")]
    public async Task Suggestions_go_to_a_labelling_tool_and_are_known_when_they_come_back(string format, string labels, string set)
    {
        string[] shapes = format == "labelme" ? ["--polygons", "0"] : [];
        var (code, output, error) = await Suggest(["--count", "2", "--format", format, .. shapes]);

        Assert.Equal((0, ""), (code, error));
        Assert.Contains($"Labels to begin from: {_folder.At("out/" + labels)}", output);
        string[] first = await File.ReadAllLinesAsync(_folder.At("out/suggestions.txt"));
        Assert.All(first, name =>
            Assert.Equal(File.ReadAllBytes(_folder.At("images/" + name)), File.ReadAllBytes(_folder.At("out/images/" + name)))
        );

        if (format == "labelme")
        {
            Assert.All(Directory.GetFiles(_folder.At("out/images"), "*.json"), file =>
                Assert.Contains("\"polygon\"", File.ReadAllText(file))
            );
        }

        (code, output, error) = await Suggest(
            "--count",
            "4",
            "--labeled",
            string.Format(System.Globalization.CultureInfo.InvariantCulture, set, _folder.At("out"))
        );
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("4 of 4 images are suggested", output);
        Assert.Empty(first.Intersect(await File.ReadAllLinesAsync(_folder.At("out/suggestions.txt"))));
    }

    [Fact]
    public async Task Labels_that_are_there_stay_and_images_of_another_choice_are_not_mixed_in()
    {
        string[] handOver = ["--format", "labelme", "--polygons", "0"];
        await Suggest(["--count", "2", .. handOver]);
        string[] files = Directory.GetFiles(_folder.At("out/images"), "*.json");
        await File.WriteAllTextAsync(files[0], "corrected");
        File.Delete(files[1]);

        // Stopped on the way: the same command goes on.
        var (code, output, error) = await Suggest(["--count", "2", .. handOver]);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("1 of 2 images have a file of labelme already, which stays", output);
        Assert.Equal("corrected", await File.ReadAllTextAsync(files[0]));
        Assert.Contains("\"polygon\"", await File.ReadAllTextAsync(files[1]));

        string[] chosen = await File.ReadAllLinesAsync(_folder.At("out/suggestions.txt"));
        (code, _, error) = await Suggest(["--count", "1", .. handOver]);
        Assert.NotEqual(0, code);
        Assert.Contains("has 1 images that are not suggested now", error);
        Assert.Equal(chosen, await File.ReadAllLinesAsync(_folder.At("out/suggestions.txt")));
    }

    [Fact]
    public async Task A_broken_image_is_named_and_left_out()
    {
        _folder.Text("images/broken.png", "no picture");

        var (code, output, error) = await Suggest("--count", "6");

        Assert.Equal(1, code);
        Assert.Contains("6 of 6 images are suggested", output);
        Assert.Contains("broken.png' cannot be read", error);
        Assert.Contains("1 of 7 images could not be read", error);
    }

    [Fact]
    public async Task Weights_are_checked_before_anything_is_looked_at()
    {
        var (code, _, error) = await Suggest("--looks-weight", "-1");
        Assert.Equal(2, code);
        Assert.Contains("--looks-weight must be a number of at least 0, but is '-1'", error);

        (code, _, error) = await Suggest("--looks-weight", "0", "--classes-weight", "0", "--uncertainty-weight", "0");
        Assert.Equal(2, code);
        Assert.Contains("must be above 0", error);

        (code, _, error) = await CommandLine.Run(["suggest", "--images", ".", "--output", _folder.At("out"), "--looks-weight", "0"]);
        Assert.Equal(2, code);
        Assert.Contains("--looks-weight must be above 0 without --model", error);
        Assert.False(Directory.Exists(_folder.At("out")));
    }

    [Fact]
    public async Task Labels_to_begin_from_need_a_model()
    {
        var (code, _, error) = await CommandLine.Run([
            "suggest",
            "--images",
            _folder.At("images"),
            "--output",
            _folder.At("out"),
            "--format",
            "coco",
        ]);

        Assert.NotEqual(0, code);
        Assert.Contains("--format coco needs --model", error);
    }

    [Fact]
    public async Task Copies_are_suggested_once()
    {
        File.Copy(_folder.At("images/2.png"), _folder.At("images/more/2.png"));

        var (code, output, error) = await Suggest("--count", "6");

        Assert.Equal((0, ""), (code, error));
        Assert.Contains($"1 of 7 images in '{_folder.At("images")}' are copies of others there, and are left out.", output);
        Assert.Contains("6 of 6 images are suggested", output);
        Assert.DoesNotContain("more/2.png", await File.ReadAllLinesAsync(_folder.At("out/suggestions.txt")));
    }

    /// <summary>Its report would be replaced, and its strips be beside those of the suggestions.</summary>
    [Fact]
    public async Task A_runs_folder_takes_no_suggestions()
    {
        _folder.Text("out/model.zip", "a model");

        var (code, _, error) = await Suggest("--count", "1");

        Assert.Equal(2, code);
        Assert.Contains("is the folder of a run", error);
        Assert.Equal(["model.zip"], Directory.GetFileSystemEntries(_folder.At("out")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task More_than_there_are_is_an_error()
    {
        var (code, _, error) = await Suggest("--count", "7");

        Assert.NotEqual(0, code);
        Assert.Contains("--count 7 is more than the 6 images without a label", error);
    }

    [Fact]
    public async Task A_set_without_labels_is_no_labelled_one()
    {
        var (code, _, error) = await Suggest("--count", "1", "--labeled", "folder:" + _folder.At("images"));

        Assert.Equal(2, code);
        Assert.Contains("none of its 6 images has a label", error);
    }

    [Fact]
    public async Task Hidden_files_and_predictions_are_in_nobodys_way()
    {
        _folder.Plain("out/images/.1f.partial.png", 4, 4, 0, 0, 0);
        _folder.Plain("images/masks/1.png", 4, 4, 0, 0, 0);
        _folder.Text("images/masks/predictions.jsonl", "");

        var (code, output, error) = await Suggest("--count", "2", "--format", "coco");

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("2 of 6 images are suggested", output);
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
