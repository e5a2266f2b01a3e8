using System.CommandLine;
using System.CommandLine.Invocation;

namespace Ass.MLNet.Cli.CommandLine;

/// <summary>Some of a verb's options, under a heading of its help.</summary>
internal sealed record HelpSection(string Heading, IReadOnlyList<Option> Options);

/// <summary>Help of a verb with more options than a person reads in one list: under headings, and no wider than a page.</summary>
/// <param name="verb">The program's and the verb's name.</param>
/// <param name="sections">In the order in which they are shown; options of the command that are in none of them come last.</param>
internal sealed class GroupedHelp(string verb, IReadOnlyList<HelpSection> sections) : SynchronousCommandLineAction
{
    private const int Width = 96;
    private const int NameWidth = 30;

    public override bool Terminating => true;

    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        var command = parseResult.CommandResult.Command;
        foreach (string line in Wrap(command.Description ?? "", Width))
        {
            output.WriteLine(line);
        }

        output.WriteLine();
        output.WriteLine($"Usage: {verb} [options]");
        var others = command.Options.Where(option => !option.Hidden && !sections.Any(section => section.Options.Contains(option)));
        var inherited = command.Parents.OfType<Command>().SelectMany(parent => parent.Options.Where(option => option is { Recursive: true, Hidden: false }));
        Option[] rest = [.. others.Concat(inherited).DistinctBy(option => option.Name)];
        foreach (var section in sections.Append(new("Other", rest)))
        {
            output.WriteLine();
            output.WriteLine($"{section.Heading}:");
            foreach (string line in section.Options.SelectMany(Lines))
            {
                output.WriteLine(line);
            }
        }

        return ExitCode.Success;
    }

    /// <summary>Name and argument at the left, what it does at the right, beginning a line further down where the name takes the room.</summary>
    private static IEnumerable<string> Lines(Option option)
    {
        string aliases = string.Concat(option.Aliases.Where(alias => alias.StartsWith('-')).Select(alias => $", {alias}"));
        string argument = option.ValueType == typeof(bool) || option.HelpName is null ? "" : $" {option.HelpName}";
        string name = $"  {option.Name}{aliases}{argument}";
        string[] text = [.. Wrap(Text(option), Width - NameWidth)];
        bool fits = name.Length < NameWidth;
        if (!fits)
        {
            yield return name;
        }

        for (int i = 0; i < text.Length; i++)
        {
            yield return (i == 0 && fits ? name : "").PadRight(NameWidth) + text[i];
        }
    }

    private static string Text(Option option)
    {
        bool hasDefault = option.HasDefaultValue && option.ValueType != typeof(bool) && $"{option.GetDefaultValue()}" is { Length: > 0 };
        string end = option.Required ? " Required." : hasDefault ? FormattableString.Invariant($" Default {option.GetDefaultValue()}.") : "";
        return $"{option.Description}{end}";
    }

    private static IEnumerable<string> Wrap(string text, int width)
    {
        string line = "";
        foreach (string word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }

            line += line.Length > 0 ? $" {word}" : word;
        }

        yield return line;
    }
}
