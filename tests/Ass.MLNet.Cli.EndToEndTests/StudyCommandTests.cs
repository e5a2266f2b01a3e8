using System.CommandLine;
using System.Text.Json.Nodes;
using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Research.Cells;
using Ass.MLNet.Cli.Research.Study;
using Ass.MLNet.Cli.Runs;
using Ass.MLNet.Cli.Train;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class StudyCommandTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public StudyCommandTests()
    {
        PaperFolders.WriteGta5(_folder);
        PaperFolders.WriteCityscapes(_folder);
        Write(iterations: 4);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Cells_are_trained_once_and_their_tables_filled()
    {
        Assert.Equal(ExitCode.Success, Run("--part", "core", "--seeds", "1"));
        string[] lines = File.ReadAllLines(At("out/results.csv"));
        Assert.Equal(["core,,source-only,0,1", "core,,ass,2,1"], lines.Skip(1).Select(line => string.Join(',', line.Split(',')[..5])));
        Assert.Contains("(1 of 2)", File.ReadAllText(At("out/tables.md")));
        Assert.True(File.Exists(At("out/core/ass-2-seed1/confusion-matrix.csv")));
        Assert.False(File.Exists(At("out/core/ass-2-seed1/model.zip")) || Directory.Exists(At("out/core/ass-2-seed1/checkpoints")));
        Assert.Equal(2, Settings("core/ass-2-seed1")["labelledTargets"]!.AsArray().Count);

        var trained = File.GetLastWriteTimeUtc(At("out/core/ass-2-seed1/result.json"));
        Assert.Equal(ExitCode.Success, Run("--keep-models"));
        Assert.Equal(trained, File.GetLastWriteTimeUtc(At("out/core/ass-2-seed1/result.json")));
        Assert.True(File.Exists(At("out/core/ass-2-seed2/model.zip")));
        Assert.Equal(1 + 6, File.ReadAllLines(At("out/results.csv")).Length);

        // Two of the target's four images are measured on in the other part, and the other two are trained on.
        string[] held = File.ReadAllLines(At("out/choices/held-back-images.txt")),
            left = File.ReadAllLines(At("out/choices/training-images.txt"));
        Assert.Equal((2, 2, 4), (held.Length, left.Length, held.Union(left).Count()));
        Assert.Equal(
            left.Select(Path.GetFileName),
            Settings("choices/half-target-only-2-seed1")["labelledTargets"]!
                .AsArray()
                .Select(n => Path.GetFileName((string)n!)[..^"_leftImg8bit".Length])
        );
        Assert.Contains("held back, 2 images", (string)Settings("choices/half-target-only-2-seed1")["data"]!["validation"]!);

        // Other settings are refused, and replaced where that is wanted.
        Write(iterations: 5);
        var refused = Assert.Throws<InvalidOperationException>(() => Run("--rows", "ass"));
        Assert.Contains("Cell core/ass-2-seed1 (and 1 more)", refused.Message);
        Assert.Contains("training.iterations: 4 there, 5 now", refused.Message);
        Assert.Equal(ExitCode.Success, Run("--rows", "ass", "--seeds", "1", "--overwrite"));
        Assert.Equal(
            ["core,,ass,2,1"],
            File.ReadAllLines(At("out/results.csv")).Skip(1).Select(line => string.Join(',', line.Split(',')[..5]))
        );
    }

    [Fact]
    public void A_cell_that_fails_does_not_keep_the_others_and_is_tried_again_later()
    {
        string image = At("gta5/images/00001.png");
        byte[] sound = File.ReadAllBytes(image);
        File.WriteAllText(image, "not a picture");

        Assert.Equal(ExitCode.Failure, Run("--seeds", "1"));

        Assert.Equal(
            ["choices,base,target-only,2,1", "choices,half,target-only,2,1"],
            File.ReadAllLines(At("out/results.csv")).Skip(1).Select(line => string.Join(',', line.Split(',')[..5]))
        );
        Assert.Contains("**Cell core/ass-2-seed1 failed**", File.ReadAllText(At("out/tables.md")));
        Assert.Contains("00001.png", (string)JsonNode.Parse(File.ReadAllText(At("out/core/ass-2-seed1/failure.json")))!["reason"]!);

        File.WriteAllBytes(image, sound);
        Assert.Equal(ExitCode.Success, Run("--seeds", "1"));
        Assert.Equal(1 + 4, File.ReadAllLines(At("out/results.csv")).Length);
        Assert.DoesNotContain("failed", File.ReadAllText(At("out/tables.md")));
    }

    [Fact]
    public void A_cell_that_another_process_is_at_is_left_to_it()
    {
        using (FileClaim.TryTake(At("out/core/ass-2-seed1/.claim")))
        {
            Assert.Equal(ExitCode.Success, Run("--part", "core", "--seeds", "1"));
        }
        Assert.False(File.Exists(At("out/core/ass-2-seed1/result.json")));

        Assert.Equal(ExitCode.Success, Run("--part", "core", "--seeds", "1", "--list"));
        Assert.False(File.Exists(At("out/core/ass-2-seed1/result.json")));
        var cancelled = Assert.Throws<CommandCanceledException>(() =>
            Run(new CancellationToken(canceled: true), "--part", "core", "--seeds", "1")
        );
        Assert.Contains("Cancelled in cell core/ass-2-seed1", cancelled.Message);

        Assert.Equal(ExitCode.Success, Run("--part", "core", "--seeds", "1"));
        Assert.True(File.Exists(At("out/core/ass-2-seed1/result.json")));
    }

    [Fact]
    public void A_list_says_which_images_keep_their_labels_instead_of_the_seed()
    {
        string[] listed = ["ulm_000003_000019", "ulm_000001_000019", "never-reached"];
        _folder.Text("next.txt", listed);
        Write(iterations: 4, more: """, "labeledFrom": "next.txt" """);

        Assert.Equal(ExitCode.Success, Run("--part", "core", "--rows", "ass"));

        foreach (int seed in new[] { 1, 2 })
        {
            Assert.Equal(
                ["ulm_000001_000019_leftImg8bit", "ulm_000003_000019_leftImg8bit"],
                Settings($"core/ass-2-seed{seed}")["labelledTargets"]!.AsArray().Select(n => (string?)n).Order()
            );
        }
        Assert.Equal(listed.Take(2), File.ReadAllLines(Assert.Single(Directory.GetFiles(At("out/core"), "labeled-first-2-of-next-*.txt"))));
        Write(iterations: 4, labeled: 4, more: """, "labeledFrom": "next.txt" """);
        Assert.Contains("has 3 images, and 'labeled' asks for 4", Assert.Throws<UsageException>(() => Run("--overwrite")).Message);
    }

    [Fact]
    public void What_cannot_be_done_is_said_before_anything_is_trained()
    {
        Assert.Contains(
            "--rows: there is no 'joint', but source-only, ass",
            Assert.Throws<UsageException>(() => Run("--part", "core", "--rows", "joint")).Message
        );
        Write(iterations: 0);
        Assert.Contains(
            "Cell core/source-only-0-seed1: --iterations must be at least 1",
            Assert.Throws<UsageException>(() => Run()).Message
        );
        Write(iterations: 4, labeled: 9);
        Assert.Contains(
            "Cell core/ass-9-seed1: 'labeled': 9 labelled images were asked for, but the set has 4",
            Assert.Throws<UsageException>(() => Run()).Message
        );
        Assert.False(Directory.Exists(At("out/core")));
    }

    [Fact]
    public void An_option_that_an_earlier_version_did_not_have_counts_as_its_default()
    {
        var earlier = new JsonObject { ["training"] = RunSettings.ToJson(new AssSegmentationOptions()) };
        earlier["training"]!.AsObject().Remove("semanticFeatures");

        Assert.Empty(CellSettings.Differences(earlier, new JsonObject { ["training"] = RunSettings.ToJson(new AssSegmentationOptions()) }));
        string difference = Assert.Single(
            CellSettings.Differences(
                earlier,
                new JsonObject
                {
                    ["training"] = RunSettings.ToJson(
                        new AssSegmentationOptions { Adversarial = { SemanticFeatures = SemanticFeatureSpace.Output } }
                    ),
                }
            )
        );
        Assert.Equal("training.semanticFeatures: \"Backbone\" there, \"Output\" now", difference);
    }

    [Theory]
    [InlineData(AdaptationRecipe.TargetOnly, 0)]
    [InlineData(AdaptationRecipe.Global, 5)]
    [InlineData(AdaptationRecipe.Semantic, 6)]
    [InlineData(AdaptationRecipe.Ass, 8)]
    public void A_row_does_not_take_options_of_losses_that_it_does_not_have(AdaptationRecipe recipe, int differences)
    {
        var changed = new Dictionary<string, string[]>
        {
            ["global-weight"] = ["0.5"],
            ["auxiliary-global-weight"] = ["0.5"],
            ["semantic-weight"] = ["0.5"],
            ["semantic-head"] = ["binary"],
            ["semantic-features"] = ["output"],
            ["adversarial-loss"] = ["ls"],
            ["adversarial-warm-up"] = ["5"],
            ["discriminator-lr"] = ["0.5"],
        };
        Assert.Equal(differences, CellSettings.Differences(Settings(new()), Settings(changed)).Count);

        JsonObject Settings(Dictionary<string, string[]> words) =>
            new() { ["training"] = RunSettings.ToJson(CellArguments.Parse(words, _folder.Root).ToOptions(recipe, "cell")) };
    }

    private void Write(int iterations, int labeled = 2, string more = "") =>
        _folder.Text(
            "study.json",
            $$"""
            {
              "train": {
                "source": "gta5:gta5", "target": "cityscapes:cityscapes", "val": "cityscapes:cityscapes:val", "iterations": {{iterations}},
                "network": "mobilenetv2", "output-stride": 32, "source-size": "40x32", "target-size": "40x32",
              },
              "parts": {
                "core": { "rows": ["source-only", "ass"], "labeled": [{{labeled}}], "seeds": [1, 2]{{more}} },
                "choices": {
                  "holdBack": 2, "rows": ["target-only"], "labeled": [2], "seeds": [1], "variants": { "base": {}, "half": { "lr": 1e-4 } },
                },
              },
            }
            """
        );

    private int Run(params string[] more) => Run(CancellationToken.None, more);

    private int Run(CancellationToken cancellation, params string[] more)
    {
        var parsed = StudyCommand
            .Create(new Option<bool>("--verbose"), cancellation)
            .Parse(["--config", At("study.json"), "--output", At("out"), .. more]);
        Assert.Empty(parsed.Errors);
        return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    private string At(string relative) => Path.Combine(_folder.Root, relative);

    private JsonNode Settings(string cell) => JsonNode.Parse(File.ReadAllText(At($"out/{cell}/options.json")))!;
}
