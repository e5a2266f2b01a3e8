using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Ass.MLNet.Cli.CommandLine;

/// <summary>A group of related verbs in <c>assml --help</c>.</summary>
/// <param name="Title">The group's heading.</param>
/// <param name="Verbs">The verbs, in the order of their use in a first project.</param>
internal sealed record VerbGroup(string Title, params IReadOnlyList<Command> Verbs);

/// <summary><c>assml --help</c>: the verbs in groups. A verb's help is a page of its options, unless the verb has a page of its
/// own.</summary>
internal sealed class RootHelp(RootCommand root, IReadOnlyList<VerbGroup> groups, HelpAction verbHelp) : SynchronousCommandLineAction
{
    // As in System.CommandLine: asking for help is not an error, whatever else is on the command line.
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        if (parseResult.CommandResult.Command != root)
        {
            WriteVerb(parseResult);
            return ExitCode.Success;
        }

        parseResult.InvocationConfiguration.Output.Write($"{root.Description}\n\n{Page(verbHelp.MaxWidth)}");
        return ExitCode.Success;
    }

    private void WriteVerb(ParseResult parseResult)
    {
        var verb = parseResult.CommandResult.Command;
        var page = HelpPage.OfVerb(verbHelp.MaxWidth).Add("Usage", ($"assml {verb.Name} [options]", ""));
        page.Add("Options", [.. verb.Options.Concat(root.Options.Where(option => option.Recursive)).Select(OptionHelp.Row)]);
        if (verb.Options.Any(DatasetKind.IsNamedBy))
        {
            page.Add("Kinds of data sets", DatasetKind.HelpRows);
        }

        parseResult.InvocationConfiguration.Output.Write($"{verb.Description}\n\n{page}");
    }

    private HelpPage Page(int width)
    {
        var page = new HelpPage(width).Add("Usage", ("assml VERB [options]", ""), ("assml VERB --help", ""));
        foreach (var group in groups)
        {
            page.Add(group.Title, [.. group.Verbs.Select(Row)]);
        }

        return page.Add("Options", [.. root.Options.Select(option => (Names(option), option.Description ?? ""))]);
    }

    private static (string Name, string Description) Row(Command verb) => (verb.Name, verb.Description ?? "");

    private static string Names(Option option) =>
        string.Join(", ", option.Aliases.Append(option.Name).Where(name => name.StartsWith('-')).OrderBy(name => name.Length));
}
