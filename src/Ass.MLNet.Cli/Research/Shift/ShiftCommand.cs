using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Runs;
using Ass.MLNet.Cli.Use;
using Microsoft.ML;

namespace Ass.MLNet.Cli.Research.Shift;

/// <summary><c>shift</c>: measures the domain shift between source and target in the features of one or several models.</summary>
internal static class ShiftCommand
{
    public static Command Create(Option<bool> verbose, CancellationToken cancellation)
    {
        var models = new Option<ModelArgument[]>("--model")
        {
            Description =
                "A trained model: the file, or the folder of the run that made it. Given several times, such as for before and "
                + "after: they are compared on the same images.",
            HelpName = "[NAME=]RUN|FILE",
            CustomParser = ModelArgument.ParseMany,
            Required = true,
        };
        var source = CreateSet("--source", "Labelled images of the source", DatasetArgument.Parse);
        var target = CreateSet("--target", "Labelled images of the target", DatasetArgument.ParseForEvaluation);
        var maps = LabelMapArgument.CreateOption();
        var images = new NumberOption<int>("--images", least: 2)
        {
            Description = "Labelled images of either domain, chosen by the seed; all where there are fewer.",
            DefaultValueFactory = _ => 50,
        };
        var seed = new NumberOption<int>("--seed") { Description = "Which images.", DefaultValueFactory = _ => 1 };
        var own = new Option<bool>("--own-statistics")
        {
            Description =
                "Let batch norms normalise each domain with statistics measured on its own images, as training does with "
                + "--batch-norm learned and frozen-affine; an error for a model trained with frozen. Without it, both with the "
                + "model's, which are those of the domain it predicts on.",
        };
        var misread = CommonOptions.AllowMisread();
        var output = new Option<string>("--output")
        {
            Description = $"The folder for {ShiftReport.PictureName} and {ShiftReport.TableName}.",
            HelpName = "DIR",
            Required = true,
        };
        var device = CommonOptions.Device();
        var command = new Command(
            "shift",
            "Measure and draw, class by class, how far two domains are apart in the features of one or several models."
        )
        {
            models,
            source,
            target,
            maps,
            images,
            seed,
            own,
            misread,
            output,
            device,
        };
        command.SetAction(result =>
        {
            // Report a wrong name before spending minutes on the other models.
            foreach (var model in result.GetRequiredValue(models))
            {
                RunFolder.FindModel(model.Path);
            }
            LabelMapArgument.CheckUsed(result.GetRequiredValue(maps), result.GetValue(source), result.GetValue(target));
            var ml = result.GetRequiredValue(device).CreateContext(result.GetValue(verbose));
            SegmentationDataset[] sets = [Open(source).AsSource(), Open(target).AsTarget()];
            var data = ml.Data.LoadSegmentation(sets);
            var shifts = new List<(string Name, DomainShift Shift)>();
            foreach (var model in result.GetRequiredValue(models))
            {
                int count = sets.Sum(set => set.Count);
                var shift = Measure(ml, model, data, count, result.GetValue(own), result.GetValue(misread), cancellation);
                shifts.Add((model.Name, shift));
            }

            string[] names = [.. shifts[0].Shift.Classes.Select(c => c.ClassName)];
            var palette = sets.FirstOrDefault(set => set.ClassNames?.SequenceEqual(names) == true)?.Palette;
            ShiftReport.Write(result.GetRequiredValue(output), shifts, palette);
            return ExitCode.Success;

            SegmentationDataset Open(Option<DatasetArgument?> option) =>
                result
                    .GetRequiredValue(option)!
                    .Open(classNames: null, result.GetRequiredValue(maps))
                    .TakeLabeled(result.GetValue(images), result.GetValue(seed));
        });
        return command;
    }

    private static Option<DatasetArgument?> CreateSet(string name, string what, Func<ArgumentResult, DatasetArgument?> parse) =>
        new(name)
        {
            Description = $"{what}.",
            HelpName = DatasetArgument.Form,
            CustomParser = parse,
            Required = true,
        };

    private static DomainShift Measure(
        MLContext ml,
        ModelArgument model,
        IDataView data,
        int imageCount,
        bool ownStatistics,
        bool allowMisread,
        CancellationToken cancellation
    )
    {
        using var segmentation = ModelFile.LoadForLibtorch(ml, RunFolder.FindModel(model.Path));
        return ProgressDisplay.Run($"{model.Name}: reading {imageCount} images.", imageCount, report =>
            segmentation.MeasureShift(
                data,
                ownStatistics: ownStatistics,
                allowMisreadLabels: allowMisread,
                progress: new ImagesRead(imageCount, report),
                cancellationToken: cancellation
            )
        );
    }

    /// <summary>Reports on the thread that reads; <see cref="Progress{T}"/> would do so later and in any order.</summary>
    private sealed class ImagesRead(int total, ReportProgress report) : IProgress<int>
    {
        private readonly Stopwatch _clock = Stopwatch.StartNew();

        public void Report(int value) => report(value, _clock.Elapsed / value * (total - value), "");
    }
}
