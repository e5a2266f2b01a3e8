using System.CommandLine;
using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Runs;

namespace Ass.MLNet.Cli.Use;

/// <summary><c>evaluate</c>: evaluates a trained model on labelled images.</summary>
internal static class EvaluateCommand
{
    public static Command Create(Option<bool> verbose, CancellationToken cancellation)
    {
        var model = CommonOptions.AnyModel();
        var data = new Option<DatasetArgument?>("--data")
        {
            Description = "Labelled images.",
            HelpName = DatasetArgument.Form,
            CustomParser = DatasetArgument.ParseForEvaluation,
            Required = true,
        };
        var maps = LabelMapArgument.CreateOption();
        var limit = new NumberOption<int?>("--limit", least: 1) { Description = "Only the first images. Default: all." };
        var csv = new Option<string?>("--csv") { Description = "Write the metrics to a CSV file, too.", HelpName = "FILE" };
        var report = new Option<string?>("--report")
        {
            Description = "Write report.html, confusion-matrix.csv and strips to a folder, too.",
            HelpName = "DIR",
        };
        var before = CommonOptions.Before();
        var misread = CommonOptions.AllowMisread();
        var device = CommonOptions.Device();
        var command = new Command("evaluate", "Compare a trained model's predictions with labels: IoU per class and means.")
        {
            model,
            data,
            maps,
            limit,
            csv,
            report,
            before,
            misread,
            device,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(before) is not null && result.GetResult(report) is null)
            {
                result.AddError("--before needs --report, the folder for the strips.");
            }

            // Before hours of evaluation.
            if (result.GetValue(csv) is { } table && Directory.Exists(table))
            {
                result.AddError($"--csv '{table}' is a folder; a file is expected.");
            }
            if (result.GetValue(report) is { } page && File.Exists(page))
            {
                result.AddError($"--report '{page}' is a file; a folder is expected.");
            }
        });
        command.SetAction(result =>
        {
            var ml = result.GetRequiredValue(device).CreateContext(result.GetValue(verbose));
            var argument = result.GetRequiredValue(data)!;
            LabelMapArgument.CheckUsed(result.GetRequiredValue(maps), argument);
            CheckReport(result.GetValue(report), result.GetRequiredValue(model));
            using var models = ComparedModels.Load(
                ml,
                result.GetRequiredValue(model),
                result.GetValue(before),
                forPictures: result.GetValue(report) is not null
            );
            var set = argument.OpenFor(models.Model.Model.ClassNames, result.GetRequiredValue(maps)).AsTarget();
            if (result.GetValue(limit) is { } count)
            {
                set = set.Take(count);
            }

            var metrics = Evaluation.Run(ml, models.Loaded, set, cancellation, result.GetValue(misread));
            MetricsTable.Write(metrics);
            if (result.GetValue(csv) is { } table)
            {
                MetricsTable.WriteCsv(metrics, table);
            }
            if (result.GetValue(report) is { } folder)
            {
                EvaluationReport.Write(folder, ml, metrics, set, models.Model, models.Before, cancellation);
            }
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>In a run's folder, another model's metrics would become the run's own, beside its options and curves.</summary>
    private static void CheckReport(string? folder, string model)
    {
        if (folder is null || new RunFolder(folder) is not { HasRecords: true } run)
        {
            return;
        }

        // A run that was stopped has its best model alone.
        string own = File.Exists(run.ModelPath) ? run.ModelPath : run.At(RunFiles.BestModel);
        string given = Directory.Exists(model) ? Path.Combine(model, RunFiles.Model) : model;
        if (Path.GetFullPath(given) != Path.GetFullPath(own))
        {
            throw new UsageException(
                $"--report '{folder}' is the folder of a run, whose report would show another model's metrics beside the run's own "
                    + "options and curves: name another folder."
            );
        }
    }
}
