using System.CommandLine;

namespace AssCli;

/// <summary><c>evaluate</c>: how well a trained model does on labelled images.</summary>
internal static class EvaluateCommand
{
    public static Command Create(Option<bool> verbose, CancellationToken cancellation)
    {
        var model = CommonOptions.Model();
        var data = new Option<DatasetArgument?>("--data")
        {
            Description = $"Labelled images. {DatasetKind.HelpText}.", HelpName = DatasetArgument.Form, CustomParser = DatasetArgument.ParseForEvaluation, Required = true,
        };
        var maps = LabelMapArgument.CreateOption();
        var limit = new Option<int?>("--limit") { Description = "Only the first images. Default: all.", HelpName = "N" };
        limit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1 and var count)
                result.AddError($"--limit must be at least 1, but is {count}.");
        });
        var csv = new Option<string?>("--csv") { Description = "Write the metrics to a CSV file, too.", HelpName = "FILE" };
        var report = new Option<string?>("--report") { Description = "Write report.html, confusion-matrix.csv and strips to a folder, too.", HelpName = "DIR" };
        var before = CommonOptions.Before();
        var device = CommonOptions.Device();
        var command = new Command("evaluate", "Compare a trained model's predictions with labels: IoU per class and means.")
        {
            model, data, maps, limit, csv, report, before, device,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(before) is not null && result.GetResult(report) is null)
                result.AddError("--before needs --report, the folder for the strips.");
        });
        command.SetAction(result =>
        {
            var ml = result.GetRequiredValue(device).CreateContext(result.GetValue(verbose));
            var set = result.GetRequiredValue(data)!.Open(classNames: null, result.GetRequiredValue(maps)).AsTarget();
            if (result.GetValue(limit) is { } count)
                set = set.Take(count);

            var loaded = ModelFile.Load(ml, result.GetRequiredValue(model));
            using var segmentation = ModelFile.FindSegmentation(loaded);
            using var other = result.GetValue(before) is { } beside ? ModelFile.FindSegmentation(ModelFile.Load(ml, beside)) : null;
            var metrics = Evaluation.Run(ml, loaded, set, cancellation);
            MetricsTable.Write(metrics);
            if (result.GetValue(csv) is { } file)
                MetricsTable.WriteCsv(metrics, file);
            if (result.GetValue(report) is { } folder)
                EvaluationReport.Write(folder, ml, metrics, set, segmentation, other, cancellation);
            return ExitCode.Success;
        });
        return command;
    }
}
