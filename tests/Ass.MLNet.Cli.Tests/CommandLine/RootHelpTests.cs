using System.CommandLine;
using Ass.MLNet.Cli;
using Ass.MLNet.Cli.CommandLine;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class RootHelpTests
{
    [Fact]
    public void VerbsAreListedOnceInTheirGroups()
    {
        string[] lines = Help("--help").Split('\n');

        string[] expected =
        [
            "Data:",
            "data-check",
            "suggest",
            "Train:",
            "train",
            "Use:",
            "evaluate",
            "predict",
            "report",
            "export",
            "Research:",
            "shift",
            "paper",
            "study",
        ];
        Assert.Equal(
            expected,
            lines.SkipWhile(line => line != "Data:").TakeWhile(line => line != "Options:").Where(line => line.Length > 0).Select(FirstWord)
        );
        Assert.Contains(lines, line => line.TrimStart().StartsWith("assml VERB", StringComparison.Ordinal));
    }

    [Fact]
    public void AVerbsHelpIsItsOwn()
    {
        string help = Help("export", "--help");

        Assert.Contains("assml export", help);
        Assert.Contains("--output", help);
        Assert.DoesNotContain("data-check", help);
    }

    [Fact]
    public void DescriptionsWrapInTheirColumn()
    {
        string page = new HelpPage(width: 32)
            .Add("Use", ("evaluate", "one two three four five six"), ("go", "seven"))
            .Add("Nothing")
            .ToString();

        Assert.Equal(
            """
            Use:
              evaluate  one two three four
                        five six
              go        seven

            """.ReplaceLineEndings("\n"),
            page
        );
    }

    private static string FirstWord(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];

    private static string Help(params string[] arguments)
    {
        using var output = new StringWriter();
        var root = CommandTree.Create(CommandTree.CreateVerbose(), CancellationToken.None);
        Assert.Equal(ExitCode.Success, root.Parse(arguments).Invoke(new InvocationConfiguration { Output = output }));
        return output.ToString().ReplaceLineEndings("\n");
    }
}
