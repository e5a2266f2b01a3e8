using System.CommandLine;
using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Runs;

namespace Ass.MLNet.Cli.Use;

/// <summary><c>report</c>: makes a run's report, again or with other data.</summary>
internal static class ReportCommand
{
    public static Command Create(Option<bool> verbose, CancellationToken cancellation)
    {
        var run = new Option<string>("--run")
        {
            Description = "The run's folder.",
            HelpName = "RUN",
            Required = true,
        };
        var data = new Option<DatasetArgument?>("--data")
        {
            Description = "Labelled images to evaluate the run's model on. Default: the metrics and pictures that the folder has.",
            HelpName = DatasetArgument.Form,
            CustomParser = DatasetArgument.ParseForEvaluation,
        };
        var maps = LabelMapArgument.CreateOption();
        var before = CommonOptions.Before();
        var device = CommonOptions.Device();
        var command = new Command(
            "report",
            "Write report.html of a run: options, metrics, confusion matrix, learning curves and strips in one file."
        )
        {
            run,
            data,
            maps,
            before,
            device,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(before) is not null && result.GetResult(data) is null)
            {
                result.AddError("--before needs --data, the images to compare on.");
            }
        });
        command.SetAction(result =>
        {
            string folder = result.GetRequiredValue(run);
            if (!Directory.Exists(folder))
            {
                throw new DirectoryNotFoundException($"There is no folder '{folder}'.");
            }
            var found = new RunFolder(folder);
            found.CompleteReplacement();
            if (!found.HasRecords)
            {
                throw new UsageException(
                    $"--run '{folder}' is no run: a folder with {RunFiles.Options}, {RunFiles.Results} or {RunFiles.Model} was expected, "
                        + "as train leaves it."
                );
            }
            if (result.GetValue(data) is not { } argument)
            {
                EvaluationReport.Write(folder);
                return ExitCode.Success;
            }

            var ml = result.GetRequiredValue(device).CreateContext(result.GetValue(verbose));
            LabelMapArgument.CheckUsed(result.GetRequiredValue(maps), argument);
            using var models = ComparedModels.Load(ml, folder, result.GetValue(before), forPictures: true);
            var set = argument.OpenFor(models.Model.Model.ClassNames, result.GetRequiredValue(maps)).AsTarget();
            var metrics = Evaluation.Run(ml, models.Loaded, set, cancellation);
            MetricsTable.Write(metrics);
            EvaluationReport.Write(folder, ml, metrics, set, models.Model, models.Before, cancellation);
            return ExitCode.Success;
        });
        return command;
    }
}
