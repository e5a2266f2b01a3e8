using System.CommandLine;
using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Research.Cells;
using TorchSharp;

namespace Ass.MLNet.Cli.Research.Study;

/// <summary><c>study</c>: grids of trainings that answer a question, as one resumable command.</summary>
internal static class StudyCommand
{
    public static Command Create(Option<bool> verbose, CancellationToken cancellation)
    {
        var arguments = new StudyArguments();
        var command = new Command(
            "study",
            "Train a study's cells (variants, recipes, labelled images, seeds), measure each once, and make tables of them."
        );
        foreach (var option in arguments.All)
        {
            command.Add(option);
        }
        command.SetAction(result => Run(result, arguments, result.GetValue(verbose), cancellation));
        return command;
    }

    private static int Run(ParseResult result, StudyArguments arguments, bool verbose, CancellationToken cancellation)
    {
        if (result.GetValue(arguments.Threads) is { } threads)
        {
            torch.set_num_threads(threads);
        }
        var device = result.GetRequiredValue(arguments.Device);
        var study = StudyFile.Read(result.GetRequiredValue(arguments.Config));
        string output = result.GetRequiredValue(arguments.Output);
        var all = StudyPlan.Open(device.CreateContext(verbose), study, output);
        var cells = arguments.Select(result, all);
        if (!result.GetValue(arguments.Overwrite))
        {
            CellSettings.Check(cells.Select(c => (c.Cell.Name, c.Folder.Differences(c.Settings))), output);
        }
        var tables = new StudyTables(output, all);
        if (all.Except(cells).Count(cell => File.Exists(cell.Folder.ResultPath) && cell.Result is null) is > 0 and var left)
        {
            Terminal.Warning($"{left} finished cells that are not selected had other settings, and are not in the tables.");
        }
        StudyProgress.TellPlan(cells);
        tables.Write();
        if (result.GetValue(arguments.List))
        {
            return ExitCode.Success;
        }
        StudyLabels.Check(cells, cancellation);
        foreach (var data in cells.Select(cell => cell.Data).Distinct())
        {
            data.WriteLists();
        }
        bool keepModels = study.KeepModels || result.GetValue(arguments.KeepModels);
        return new StudyRun(cells, tables, seed => device.CreateContext(verbose, seed), keepModels, cancellation).Run()
            ? ExitCode.Success
            : ExitCode.Failure;
    }
}
