using System.CommandLine;
using Ass.MLNet.Cli.CommandLine;

namespace Ass.MLNet.Cli.Research.Paper;

/// <summary><c>paper</c>: the paper's experiment, rows × labelled images × seeds, as one resumable command.</summary>
internal static class PaperCommand
{
    public static Command Create(Option<bool> verbose, CancellationToken cancellation)
    {
        var arguments = new PaperArguments();
        var command = new Command(
            "paper",
            "Run the paper's experiment on GTA5 or SYNTHIA and Cityscapes, and fill its table beside the published figures."
        );
        foreach (var option in arguments.All)
        {
            command.Add(option);
        }
        command.Validators.Add(result =>
        {
            if (result.GetResult(arguments.Gta5) is null == result.GetResult(arguments.Synthia) is null)
            {
                result.AddError("Give one of --gta5 and --synthia, the source.");
            }
        });
        command.SetAction(result =>
        {
            var device = result.GetRequiredValue(arguments.Device);
            var grid = Grid.Open(device.CreateContext(result.GetValue(verbose)), result, arguments);
            if (!result.GetValue(arguments.Overwrite))
            {
                grid.CheckSettings();
            }
            new GridRun(grid, seed => device.CreateContext(result.GetValue(verbose), seed), cancellation).Run();
            return ExitCode.Success;
        });
        return command;
    }
}
