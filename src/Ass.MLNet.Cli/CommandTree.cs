using System.CommandLine;
using System.CommandLine.Parsing;
using Ass.MLNet.Cli.Data;
using Ass.MLNet.Cli.Research.Paper;
using Ass.MLNet.Cli.Research.Shift;
using Ass.MLNet.Cli.Research.Study;
using Ass.MLNet.Cli.Train;
using Ass.MLNet.Cli.Use;

namespace Ass.MLNet.Cli;

/// <summary>The program's commands.</summary>
internal static class CommandTree
{
    /// <summary>The option that all commands have.</summary>
    public static Option<bool> CreateVerbose() => new("--verbose") { Description = "Print the stack trace of an error, and the library's log.", Recursive = true };

    /// <param name="verbose">From <see cref="CreateVerbose"/>.</param>
    /// <param name="cancellation">Asks the work to stop.</param>
    public static RootCommand Create(Option<bool> verbose, CancellationToken cancellation)
    {
        var root = new RootCommand("Semi-supervised domain adaptation for semantic segmentation: check data, train, evaluate, predict and report on folders of images.")
        {
            DataCheckCommand.Create(cancellation),
            TrainCommand.Create(verbose, cancellation),
            EvaluateCommand.Create(verbose, cancellation),
            PredictCommand.Create(verbose, cancellation),
            ReportCommand.Create(verbose, cancellation),
            ShiftCommand.Create(verbose, cancellation),
            ExportCommand.Create(verbose),
            PaperCommand.Create(verbose, cancellation),
            StudyCommand.Create(verbose, cancellation),
            verbose,
        };
        foreach (var option in root.Subcommands.SelectMany(command => command.Options).Where(option => option.ValueType == typeof(string)))
            option.Validators.Add(RefuseNothing);
        return root;
    }

    /// <summary>An empty text is a variable of a script that was not set, and no path.</summary>
    private static void RefuseNothing(OptionResult result)
    {
        if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
            result.AddError($"{result.Option.Name} is empty.");
    }
}
