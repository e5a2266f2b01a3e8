using System.CommandLine;
using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Research.Study;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>A study whose cells would not be what their names say is refused before the first one.</summary>
public sealed class StudyContradictionTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public StudyContradictionTests()
    {
        PaperFolders.WriteGta5(_folder);
        PaperFolders.WriteCityscapes(_folder);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(
        "",
        """ "variants": { "a": {}, "b": { "val": "cityscapes:cityscapes:train" } } """,
        "cannot differ between variants of a part, which are compared on the same images"
    )]
    [InlineData("", """ "variants": { "a": {}, "b": { "lr": 1e-4 } } """, null)]
    [InlineData(
        "",
        """ "variants": { "c5": { "confidence": 0.6 }, "c9": { "confidence": 0.9 } } """,
        "Part core: the variants 'c5' and 'c9' are the same training: their rows do not have what their options are about."
    )]
    [InlineData(
        "",
        """ "variants": { "a": {}, "b": { "map": ["cityscapes=cityscapes-to-camvid"] } } """,
        "Part core: the variants 'a' and 'b' are compared, but are measured on different classes: make parts of them"
    )]
    [InlineData(
        "",
        """ "variants": { "a": {}, "b": { "map": ["cityscapes=short.json"] } } """,
        "Part core: the variants 'a' and 'b' are compared, but read the labels that they are measured on by different maps"
    )]
    [InlineData("", """ "variants": { "a": {}, "b": { "map": ["gta5=short.json"] } } """, null)]
    [InlineData(""" "map": ["folder=camvid"], """, """ "lr": 1e-4 """, "--map folder=… is for none of the data sets")]
    [InlineData(
        "",
        """ "val": "cityscapes:cityscapes:train" """,
        "4 images of 'val' are in 'source' or 'target', too, and would be trained on, such as"
    )]
    [InlineData(
        "",
        """ "labeledFrom": "twice.txt" """,
        "'labeledFrom': the first 2 lines of '{0}' name 1 images, so that one is there twice."
    )]
    public void What_would_mislead_is_an_error(string common, string part, string? expected)
    {
        string list = _folder.Text("twice.txt", "ulm_000001_000019", "./ulm_000001_000019_leftImg8bit.png");
        WriteShortMap();
        _folder.Text(
            "study.json",
            $$"""
            {
              "train": {
                "source": "gta5:gta5", "target": "cityscapes:cityscapes", "val": "cityscapes:cityscapes:val", {{common}} "iterations": 4,
                "network": "mobilenetv2", "output-stride": 32, "source-size": "40x32", "target-size": "40x32",
              },
              "parts": { "core": { "rows": ["target-only"], "labeled": [2], "seeds": [1], {{part}} } },
            }
            """
        );

        var error = Record.Exception(() => Run("--list"));

        if (expected is null)
        {
            Assert.Null(error);
            return;
        }
        Assert.Contains(
            string.Format(System.Globalization.CultureInfo.InvariantCulture, expected, list),
            Assert.IsType<UsageException>(error).Message
        );
    }

    /// <summary>As images of <c>val</c> are: they would be trained on with their labels.</summary>
    [Fact]
    public void Images_that_are_held_back_and_lie_in_the_source_are_refused_and_no_list_of_them_is_left()
    {
        _folder.Text(
            "study.json",
            """
            {
              "train": { "source": "cityscapes:cityscapes", "target": "cityscapes:cityscapes", "network": "mobilenetv2" },
              "parts": { "core": { "holdBack": 2, "rows": ["joint"], "labeled": [2], "seeds": [1] } },
            }
            """
        );

        Assert.Contains(
            "2 images of 'target' that 'holdBack' takes are in 'source', too, and would be trained on",
            Assert.Throws<UsageException>(() => Run("--list")).Message
        );
        Assert.False(File.Exists(_folder.At("out/core/held-back-images.txt")));
    }

    [Fact]
    public void Labels_that_are_misread_or_broken_in_any_part_stop_the_study_before_the_first_training()
    {
        WriteShortMap();
        File.WriteAllText(Directory.GetFiles(_folder.At("cityscapes/gtFine/val"), "*_labelIds.png", SearchOption.AllDirectories)[0], "-");
        _folder.Text(
            "study.json",
            """
            {
              "train": {
                "source": "gta5:gta5", "target": "cityscapes:cityscapes", "iterations": 1,
                "network": "mobilenetv2", "output-stride": 32, "source-size": "40x32", "target-size": "40x32",
              },
              "parts": {
                "right": { "holdBack": 2, "rows": ["target-only", "joint"], "labeled": [2], "seeds": [1] },
                "misread": { "holdBack": 2, "map": ["gta5=short.json"], "rows": ["target-only", "joint"], "labeled": [2], "seeds": [1, 2] },
                "broken": { "val": "cityscapes:cityscapes:val", "rows": ["target-only"], "labeled": [2], "seeds": [1] },
                "warned": {
                  "holdBack": 2, "map": ["gta5=short.json"], "rows": ["joint"], "labeled": [2], "seeds": [1], "data-check": "warn"
                },
              },
            }
            """
        );

        string message = Assert.Throws<UsageException>(() => Run()).Message;

        Assert.Contains("(1) Cell misread/joint-2-seed1, source: The labels: ", message);
        Assert.Contains("(2) Cell broken/target-only-2-seed1, what is measured on: The label file", message);
        Assert.DoesNotContain("(3)", message);
        Assert.False(Directory.Exists(_folder.At("out/right/target-only-2-seed1")));
        Assert.Equal(ExitCode.Success, Run("--part", "right,misread", "--rows", "target-only", "--seeds", "1"));
    }

    /// <summary>Cityscapes' classes, of which labels show the first alone.</summary>
    private void WriteShortMap()
    {
        string names = string.Join(", ", LabelMap.Cityscapes.ClassNames.Select(name => $"\"{name}\""));
        _folder.Text("short.json", $$"""{ "classes": [{{names}}], "values": { "7": "road" } }""");
    }

    private int Run(params string[] more) =>
        StudyCommand
            .Create(new Option<bool>("--verbose"), CancellationToken.None)
            .Parse(["--config", _folder.At("study.json"), "--output", _folder.At("out"), .. more])
            .Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
