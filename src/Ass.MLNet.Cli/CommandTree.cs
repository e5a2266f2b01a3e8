using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Data;
using Ass.MLNet.Cli.Research.Paper;
using Ass.MLNet.Cli.Research.Shift;
using Ass.MLNet.Cli.Research.Study;
using Ass.MLNet.Cli.Suggest;
using Ass.MLNet.Cli.Train;
using Ass.MLNet.Cli.Use;

namespace Ass.MLNet.Cli;

/// <summary>The program's commands.</summary>
internal static class CommandTree
{
    /// <summary>The command as users type it.</summary>
    public const string Name = "assml";

    /// <summary>Creates the option that all commands share.</summary>
    public static Option<bool> CreateVerbose() =>
        new("--verbose") { Description = "Print the stack trace of an error, and the library's log.", Recursive = true };

    /// <param name="verbose">The option from <see cref="CreateVerbose"/>.</param>
    /// <param name="cancellation">Requests the work to stop.</param>
    public static RootCommand Create(Option<bool> verbose, CancellationToken cancellation)
    {
        VerbGroup[] groups =
        [
            new("Data", DataCheckCommand.Create(cancellation), SuggestCommand.Create(verbose, cancellation)),
            new("Train", TrainCommand.Create(verbose, cancellation)),
            new(
                "Use",
                EvaluateCommand.Create(verbose, cancellation),
                PredictCommand.Create(verbose, cancellation),
                ReportCommand.Create(verbose, cancellation),
                ExportCommand.Create(verbose, cancellation)
            ),
            new(
                "Research",
                ShiftCommand.Create(verbose, cancellation),
                PaperCommand.Create(verbose, cancellation),
                StudyCommand.Create(verbose, cancellation)
            ),
        ];
        var root = new RootCommand(
            "Trains, evaluates and applies segmentation networks on folders of images; adapts them to another domain."
        )
        {
            HelpName = Name,
        };
        root.Add(verbose);
        foreach (var verb in groups.SelectMany(group => group.Verbs))
        {
            root.Add(verb);
            RefuseEmptyTexts(verb);
        }

        root.Options.OfType<VersionOption>().Single().Description = "Print the version.";
        var help = root.Options.OfType<HelpOption>().Single();
        help.Description = "Print this page, or a verb's options with their defaults.";
        help.Action = new RootHelp(root, groups, (HelpAction)help.Action!);
        return root;
    }

    /// <summary>Rejects empty values: they come from unset script variables and are not paths.</summary>
    private static void RefuseEmptyTexts(Command verb)
    {
        foreach (var option in verb.Options.Where(option => option.ValueType == typeof(string)))
        {
            option.Validators.Add(RefuseNothing);
        }
    }

    private static void RefuseNothing(OptionResult result)
    {
        if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
        {
            result.AddError($"{result.Option.Name} is empty.");
        }
    }
}
