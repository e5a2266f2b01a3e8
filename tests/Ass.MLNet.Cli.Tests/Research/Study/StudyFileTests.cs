using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Research.Study;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class StudyFileTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_part_overrides_what_all_have_and_a_variant_both()
    {
        var study = Read(
            """
            {
              // Comments and trailing commas are allowed.
              "train": { "lr": 0.001, "iterations": 600, "crop": "320x240", "semantic-weight": 0.5, "no-flip": true },
              "parts": {
                "core": { "rows": ["joint", "ass"], "labeled": [20, 50], "seeds": [1], "lr": 2e-3, "no-flip": false },
                "choices": {
                  "rows": ["ass"], "labeled": [50], "seeds": [1], "iterations": 7, "holdBack": 60,
                  "variants": { "default": { "semantic-weight": null }, "lambda_s=0.01": { "semantic-weight": 0.01, "iterations": 8 } },
                },
              },
            }
            """
        );

        var core = Options(study.Parts[0].Variants.Single());
        Assert.Equal(
            (0.002, 600, 0.5, true),
            (core.LearningRate, core.Iterations, core.Adversarial.SemanticWeight, core.Augmentation.HorizontalFlip)
        );
        Assert.Equal(new ImageSize(320, 240), core.CropSize);
        var (first, second) = (Options(study.Parts[1].Variants[0]), Options(study.Parts[1].Variants[1]));
        Assert.Equal(
            (0.001, 7, null, false),
            (first.LearningRate, first.Iterations, first.Adversarial.SemanticWeight, first.Augmentation.HorizontalFlip)
        );
        Assert.Equal(
            (0.001, 8, 0.01, false),
            (second.LearningRate, second.Iterations, second.Adversarial.SemanticWeight, second.Augmentation.HorizontalFlip)
        );
        Assert.Equal(new HoldBack(60, 1), study.Parts[1].HoldBack);
        Assert.False(study.KeepModels);
    }

    [Fact]
    public void A_list_of_labelled_images_is_that_of_the_nearest_section()
    {
        var variants = Read(
            """
            { "parts": { "p": {
              "rows": ["ass"], "labeled": [1], "seeds": [1], "labeledFrom": "lists/part.txt",
              "variants": { "part": {}, "own": { "labeledFrom": "own.txt" }, "drawn": { "labeledFrom": null } }
            } } }
            """
        )
            .Parts.Single()
            .Variants;

        Assert.Equal([_folder.At("study/lists/part.txt"), _folder.At("study/own.txt"), null], variants.Select(v => v.LabeledFrom));
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_file()
    {
        byte[] text = [0xEF, 0xBB, 0xBF, .. """{ "parts": { "p": { "rows": ["ass"], "labeled": [1], "seeds": [1] } } }"""u8];

        Assert.Equal("p", Assert.Single(StudyFile.Read(_folder.Bytes("study/study.json", text)).Parts).Name);
    }

    [Fact]
    public void Two_lists_of_labelled_images_are_an_error()
    {
        const string Text = """
            { "parts": { "p": { "rows": ["ass"], "labeled": [1], "seeds": [1], "labeledFrom": ["a.txt", "b.txt"] } } }
            """;

        Assert.Contains("'labeledFrom' must be one list of images, but has 2", Assert.Throws<UsageException>(() => Read(Text)).Message);
    }

    [Fact]
    public void Cells_come_seed_by_seed()
    {
        var part = Read("""{ "parts": { "core": { "rows": ["source-only", "joint", "ass"], "labeled": [20, 50], "seeds": [2, 1] } } }""")
            .Parts.Single();

        string[] expected = ["source-only-0", "joint-20", "ass-20", "joint-50", "ass-50"];
        Assert.Equal(
            [.. expected.Select(c => $"core/{c}-seed2"), .. expected.Select(c => $"core/{c}-seed1")],
            StudyCell.Plan(part).Select(c => c.Name)
        );

        part = Read("""{ "parts": { "p": { "rows": ["joint"], "labeled": [5], "seeds": [1, 2], "variants": { "a": {}, "b": {} } } } }""")
            .Parts.Single();
        Assert.Equal(
            ["p/a-joint-5-seed1", "p/b-joint-5-seed1", "p/a-joint-5-seed2", "p/b-joint-5-seed2"],
            StudyCell.Plan(part).Select(c => c.Name)
        );
    }

    [Fact]
    public void Relative_paths_are_seen_from_the_file()
    {
        _folder.Text("study/names.txt", "road", "sky");
        _folder.Plain("study/scenes/images/1.png", 4, 4, 1, 2, 3);
        _folder.Grey("study/scenes/labels/1.png", 4, new byte[16]);

        var training = Read(
            """
            {
              "train": { "source": ["folder:scenes"], "val": "folder:scenes", "classes": "names.txt" },
              "parts": { "p": { "rows": ["source-only"], "seeds": [1] } }
            }
            """
        )
            .Parts.Single()
            .Variants.Single()
            .Training;

        Assert.Equal(["road", "sky"], training.ClassNames);
        Assert.Equal(1, training.Sources.Single().Count);
        Assert.Equal("folder:scenes", training.ValidationName);
    }

    [Theory]
    [InlineData("""{ "part": {} }""", "there is no setting 'part'. Settings: train, keepModels, parts.")]
    [InlineData(
        """{ "train": { "--lr": 1 }, "parts": {} }""",
        "study.json', train: there is no setting '--lr'. Settings: source, target, val, "
    )]
    [InlineData("""{ "train": { "patience": 1 }, "parts": {} }""", "there is no setting 'patience'")]
    [InlineData("""{ "train": {} }""", "'parts' is missing")]
    [InlineData("""{ "keepModels": 1, "parts": {} }""", "'keepModels' must be true or false, but is 1")]
    [InlineData("""{ "parts": [] }""", "study.json', parts must be an object in braces, but is []")]
    [InlineData("""{ "parts": { "a/b": {} } }""", "'a/b' cannot be a name")]
    [InlineData(
        """{ "parts": { "p": { "row": [] } } }""",
        "study.json', parts, p: there is no setting 'row'. Settings: rows, labeled, seeds, "
    )]
    [InlineData("""{ "parts": { "p": { "rows": "ass" } } }""", "'rows' must be a list in brackets that is not empty, but is \"ass\"")]
    [InlineData("""{ "parts": { "p": { "rows": ["half"] } } }""", "'rows' has 'half', which is no recipe of 'train'")]
    [InlineData("""{ "parts": { "p": { "rows": ["ass"], "seeds": [1] } } }""", "'labeled' is missing")]
    [InlineData(
        """{ "parts": { "p": { "rows": ["ass"], "labeled": [0], "seeds": [1] } } }""",
        "'labeled' must be whole numbers of 1 or more, but has 0"
    )]
    [InlineData(
        """{ "parts": { "p": { "rows": ["ass"], "labeled": [1], "seeds": ["x"] } } }""",
        "'seeds' must be whole numbers of 0 or more, but has \"x\""
    )]
    [InlineData(
        """{ "parts": { "p": { "rows": ["ass"], "labeled": [1], "seeds": [1], "holdBack": 1.5 } } }""",
        "'holdBack' must be a whole number of 1 or more, but is 1.5"
    )]
    [InlineData(
        """{ "parts": { "p": { "rows": ["ass"], "labeled": [1], "seeds": [1], "holdBackSeed": 1 } } }""",
        "'holdBackSeed' is of no use without 'holdBack'"
    )]
    [InlineData(
        """{ "parts": { "p": { "rows": ["ass"], "labeled": [1], "seeds": [1], "holdBack": 1, "val": "camvid:x" } } }""",
        "'val' is of no use beside 'holdBack'"
    )]
    [InlineData(
        """
            { "parts": { "p": {
              "rows": ["ass"], "labeled": [1], "seeds": [1], "holdBack": 1, "variants": { "v": { "target": "camvid:x" } }
            } } }
            """,
        "variants, v: 'target' cannot differ"
    )]
    [InlineData(
        """{ "parts": { "p": { "rows": ["ass"], "labeled": [1], "seeds": [1], "variants": { "v": { "lr": {} } } } } }""",
        "variants, v: 'lr' must be text, a number, true, false, null or a list"
    )]
    [InlineData(
        """{ "parts": { "p": { "rows": ["ass"], "labeled": [1], "seeds": [1], "crop": "large" } } }""",
        "parts, p: --crop must be WIDTHxHEIGHT, for instance 640x360, but is 'large'."
    )]
    [InlineData(
        """{ "parts": { "p": { "rows": ["ass"], "labeled": [1], "seeds": [1], "target": "mars:x" } } }""",
        "parts, p: 'mars:x' is not a data set"
    )]
    [InlineData("""{ "parts": {}, "parts": {} }""", "is not JSON")]
    [InlineData("""{ "parts": {""", "is not JSON")]
    public void What_is_wrong_is_named(string json, string expected) =>
        Assert.Contains(expected, Assert.Throws<UsageException>(() => Read(json)).Message);

    private static AssSegmentationOptions Options(StudyVariant variant) => variant.Training.ToOptions(AdaptationRecipe.Ass, "cell");

    private Study Read(string json) => StudyFile.Read(_folder.Text("study/study.json", json));
}
