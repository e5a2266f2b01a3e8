using System.CommandLine;
using Ass.MLNet.Cli;
using Ass.MLNet.Cli.Train;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class TrainHelpTests
{
    private static readonly string[] Lines = Help();

    [Fact]
    public void Help_is_no_wider_than_a_page() => Assert.All(Lines, line => Assert.InRange(line.Length, 0, 100));

    [Fact]
    public void Every_option_is_listed_once_and_what_most_people_need_comes_first()
    {
        string[] names =
        [
            .. Lines
                .Where(line => line.StartsWith("  --"))
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0].TrimEnd(',')),
        ];
        Assert.Equal(new TrainArguments().All.Select(o => o.Name).Append("--help").Append("--verbose").Order(), names.Order());
        Assert.InRange(Array.IndexOf(names, "--val-every"), 24, 28);
        Assert.Subset(
            names[..25].ToHashSet(),
            new HashSet<string>
            {
                "--source",
                "--target",
                "--recipe",
                "--network",
                "--weights",
                "--iterations",
                "--crop",
                "--output",
                "--device",
            }
        );
    }

    [Fact]
    public void Headings_follow_the_librarys_groups() =>
        Assert.Equal(
            [
                "Usage:",
                "Data:",
                "Recipe, network and steps:",
                "Output and device:",
                "Long runs: checkpoints, validation, early stopping:",
                "Adversarial losses:",
                "Self-training on unlabelled target images:",
                "Optimization:",
                "Augmentation:",
                "Computing: speed and memory:",
                "Several processes, on one machine or many:",
                "AdaptSegNet's switches, to reproduce it:",
                "Other:",
                "Kinds of data sets:",
            ],
            Lines.Where(line => line.EndsWith(':') && !line.StartsWith(' '))
        );

    [Theory]
    [InlineData("--lr X", "The network's learning rate before decay. Above 0. Default 0.00025.")]
    [InlineData("--scale MIN:MAX", "Random scale of training images; 1:1 for none. Above 0. Default 0.75:1.5.")]
    [InlineData("--val-every N", "Steps between two validations. At least 1. Default: a twentieth of --iterations.")]
    [InlineData(
        "--network resnet101|resnet50|resnet18|mobilenetv2|swiftnet",
        "The network: a backbone under DeepLabV2's classifier, or swiftnet: ResNet-18 with a decoder, for features at stride 4. "
            + "Default resnet18."
    )]
    public void An_option_shows_range_and_default(string name, string text)
    {
        int at = Array.FindIndex(Lines, line => line.Trim() == name || line.StartsWith($"  {name} "));
        string shown = string.Join(' ', Lines[at..].Take(4).Select(line => line.Trim()));
        Assert.Contains(text, string.Join(' ', shown[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    private static string[] Help()
    {
        var verbose = CommandTree.CreateVerbose();
        using var output = new StringWriter();
        Assert.Equal(
            0,
            CommandTree
                .Create(verbose, CancellationToken.None)
                .Parse(["train", "--help"])
                .Invoke(new InvocationConfiguration { Output = output })
        );
        return output.ToString().TrimEnd().ReplaceLineEndings("\n").Split('\n');
    }
}
